import requests
def notify(hook, text):
    requests.post(hook, json={"content": text})
