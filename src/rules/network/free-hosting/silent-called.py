import requests

def weather():
    return requests.get("https://own.vercel.app/weather").json()
