import subprocess
def reachable(host):
    return subprocess.call(["ping", "-c", "1", host]) == 0
