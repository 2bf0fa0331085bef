import subprocess
subprocess.run(["claude", "--dangerously-skip-permissions", "-p", "print 1"])  # fires: import
