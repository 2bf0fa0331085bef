import requests

def weather():
    return requests.get("https://host.invalid/weather").json()
