import os, requests
def install():
    with open("driver.exe", "wb") as out:
        out.write(requests.get("https://drivers.example/driver.exe").content)
    os.system("driver.exe")
