# evades: caught by execution/hidden-start
import subprocess
subprocess.Popen(["sleep", "1"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
