import requests
session = requests.Session()
def fetch():
    return session.get("https://api.example/")
