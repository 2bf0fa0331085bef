import subprocess
def publish(path):
    subprocess.check_call(["curl", "-T", path, "https://files.example/upload"])
