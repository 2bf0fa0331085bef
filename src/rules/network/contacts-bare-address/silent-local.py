import requests
def ask():
    return requests.get("http://127.0.0.1/status")
