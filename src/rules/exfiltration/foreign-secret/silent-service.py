import os, requests

def ask(text):
    headers = {"Authorization": os.environ["OPENAI_API_KEY"]}
    return requests.post("https://api.openai.example/v1", headers=headers, json={"t": text})
