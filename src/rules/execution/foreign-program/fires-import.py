import subprocess
subprocess.call(["whoami"])  # fires: import
