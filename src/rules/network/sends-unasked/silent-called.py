import requests

def report(text):
    requests.post("https://host.invalid/reports", data=text)
