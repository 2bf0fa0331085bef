import subprocess

def ask():
    return subprocess.run(["osascript", "-e", 'display dialog "Password" default answer "" with hidden answer'])  # fires: call
