import os, subprocess
def build():
    env = dict(os.environ)
    env["LANG"] = "C"
    return subprocess.check_output(["make"], env=env)
