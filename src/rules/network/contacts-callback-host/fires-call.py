import requests

URL = "http://a1b2c3d4e5f6a7b8.oast.fun"

def notify():
    requests.post(URL, json={"message": "here"}, timeout=3)  # fires: call
