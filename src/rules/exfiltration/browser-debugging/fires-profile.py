import os, subprocess

def start():
    profile = os.path.join(os.environ["LOCALAPPDATA"], "Google", "Chrome", "User Data")
    subprocess.Popen(["chrome.exe", "--remote-debugging-port=9222", "--user-data-dir=" + profile])  # fires: call
