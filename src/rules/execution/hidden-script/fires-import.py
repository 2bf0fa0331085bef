import os
import subprocess
import sys

path = os.path.join(os.getcwd(), "helper.py")
if os.path.isfile(path):
    subprocess.Popen([sys.executable, path], stdout=subprocess.DEVNULL)  # fires: import
