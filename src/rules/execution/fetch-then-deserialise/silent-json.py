import requests
def load(name):
    return requests.get("https://models.example/" + name).json()
