# evades: caught by profile/little-else
import subprocess
subprocess.run(["claude", "-p", "print 1"])
