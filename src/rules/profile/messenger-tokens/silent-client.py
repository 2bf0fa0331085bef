import requests

def me(base, token):
    return requests.get(base + "/me", headers={"Authorization": token}).json()
