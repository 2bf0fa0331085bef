import subprocess, tempfile

def start():
    subprocess.Popen(["chromium", "--remote-debugging-port=9222", "--user-data-dir=" + tempfile.mkdtemp()])
