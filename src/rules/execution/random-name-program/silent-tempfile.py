import os, subprocess, tempfile

def build(source):
    folder = tempfile.mkdtemp()
    subprocess.run(["cc", "-o", os.path.join(folder, "a"), source])
