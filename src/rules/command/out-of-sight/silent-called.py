import os

def has(name):
    return os.system("which " + name + " > /dev/null 2>&1") == 0
