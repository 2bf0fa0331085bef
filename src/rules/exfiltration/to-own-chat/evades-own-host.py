# evades: NOT COVERED
import requests
def login(name):
    requests.get("https://chat.example/send", params={"text": name})
