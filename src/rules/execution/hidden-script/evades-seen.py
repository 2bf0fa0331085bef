# evades: caught by execution/starts-foreign-script
import os
import subprocess
import sys

subprocess.Popen([sys.executable, os.path.join(os.getcwd(), "helper.py")])
