import subprocess
def sha256(path):
    return subprocess.check_output(["certutil", "-hashfile", path, "SHA256"])
