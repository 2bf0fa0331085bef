import subprocess

def install(path):
    subprocess.run(["sudo", "make", "install"])
