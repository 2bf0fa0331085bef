import subprocess
import sys


def run(script):
    return subprocess.Popen([sys.executable, f"{script}.py"], stdout=subprocess.DEVNULL)
