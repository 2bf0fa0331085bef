import requests

def weather(city):
    return requests.get("https://host.invalid/weather", params={"city": city}).json()
