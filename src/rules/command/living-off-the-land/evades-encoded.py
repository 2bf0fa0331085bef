# evades: caught by command/encoded
import subprocess
subprocess.run("powershell -EncodedCommand ZQBjAGgAbwAgADEA", shell=True)
