import subprocess
def version():
    return subprocess.check_output(["git", "describe"]).decode("utf-8").strip()
