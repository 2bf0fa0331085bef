import platform, requests, subprocess
def start(version):
    with open("driver", "wb") as out:
        out.write(requests.get("https://drivers.example/" + version + "/" + platform.system()).content)
    subprocess.Popen(["./driver"])
