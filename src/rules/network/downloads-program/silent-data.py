import requests
def fetch(name):
    with open(name + ".csv", "wb") as out:
        out.write(requests.get("https://data.example/" + name).content)
