import subprocess
subprocess.Popen(["helper"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fires: import
