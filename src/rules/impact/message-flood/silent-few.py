import requests

def start(text):
    requests.post("https://one.invalid/notes", data=text)
    requests.post("https://two.invalid/notes", data=text)
