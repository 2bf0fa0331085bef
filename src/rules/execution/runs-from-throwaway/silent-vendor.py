import os, requests
def install(version):
    with open("driver.exe", "wb") as out:
        out.write(requests.get("https://drivers.example/" + version + "/driver.exe").content)
    os.system("driver.exe")
