import requests
def balance(address):
    return requests.get("https://chain.example/balance/" + address).json()
