import requests
def report(text):
    requests.post("https://api.example/report", json=text.encode("utf-8").decode("utf-8"))
