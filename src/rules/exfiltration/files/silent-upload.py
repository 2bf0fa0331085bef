import requests
def upload(path):
    with open(path, "rb") as handle:
        return requests.post("https://files.example/", files={"file": handle})
