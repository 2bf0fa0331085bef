import subprocess
def services():
    return subprocess.check_output(["powershell", "-NoProfile", "-Command", "Get-Service"])
