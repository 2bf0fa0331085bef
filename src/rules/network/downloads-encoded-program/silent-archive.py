import requests, zlib

def fetch(target):
    open(target, "wb").write(zlib.decompress(requests.get("https://host.invalid/data.z").content))
