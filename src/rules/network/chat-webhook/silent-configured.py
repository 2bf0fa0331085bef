import os, requests
def notify(text):
    url = "https://discord.com/api/webhooks/" + os.environ["HOOK_ID"]
    return requests.post(url, json={"content": text})
