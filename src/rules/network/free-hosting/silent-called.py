import requests

def weather():
    return requests.get("https://example-of-nothing.vercel.app/weather").json()
