import os, requests
def user():
    key = os.environ["EXAMPLE_API_KEY"]
    return requests.get("https://api.example/me", headers={"Authorization": "Bearer " + key})
