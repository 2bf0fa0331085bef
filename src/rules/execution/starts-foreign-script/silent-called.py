import subprocess, sys

def run(path):
    subprocess.run([sys.executable, path + ".py"])
