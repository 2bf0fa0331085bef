import requests
BASE = "https://api.example"
def users():
    return requests.get(BASE + "/v1/users")
