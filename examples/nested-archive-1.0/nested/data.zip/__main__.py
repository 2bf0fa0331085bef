import base64
import os
import subprocess
import sys

subprocess.Popen([sys.executable, "-c", base64.b64decode("cHJpbnQoMSk=").decode()], stdout=subprocess.DEVNULL)
