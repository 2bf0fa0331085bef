import requests

def items():
    page = requests.get("https://host.invalid/items").json()
    return requests.get(page["next"]).json()
