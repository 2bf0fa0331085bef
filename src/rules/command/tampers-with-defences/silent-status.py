import subprocess
def status():
    return subprocess.check_output(["powershell", "-Command", "Get-MpComputerStatus"])
