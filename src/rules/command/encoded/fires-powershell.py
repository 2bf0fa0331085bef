import subprocess
subprocess.Popen("powershell -w hidden -EncodedCommand ZQBjAGgAbwAgADEA", shell=True)  # fires: import
