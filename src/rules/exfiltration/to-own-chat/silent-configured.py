import os, requests
def notify(text):
    token = os.environ["BOT_TOKEN"]
    requests.get("https://api.telegram.org/bot" + token + "/sendMessage", params={"text": text})
