# evades: NOT COVERED
import subprocess

def start(folder):
    subprocess.run(["chrome", "--load-extension=" + folder])
