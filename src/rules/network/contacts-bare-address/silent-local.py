import requests
def ask():
    return requests.get("http://192.168.1.1/status")
