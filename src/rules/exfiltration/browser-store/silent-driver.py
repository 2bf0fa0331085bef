import subprocess
def open_browser(url):
    subprocess.Popen(["chromium", "--user-data-dir=/tmp/profile", url])
