# evades: NOT COVERED
import requests

def pages():
    return requests.get("http://127.0.0.1:9222/json").json()
