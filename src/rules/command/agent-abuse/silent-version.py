import subprocess

def version():
    return subprocess.run(["claude", "--version"])
