# evades: NOT COVERED
import subprocess
subprocess.run(["claude", "-p", "print 1"])
