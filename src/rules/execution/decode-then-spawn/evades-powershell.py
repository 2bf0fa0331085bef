# evades: caught by command/encoded
import subprocess
subprocess.run("powershell -NoProfile -WindowStyle Hidden -EncodedCommand ZQBjAGgAbwAgADEA", shell=True)
