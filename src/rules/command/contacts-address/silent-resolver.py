import os

def online():
    return os.system("ping -c 1 8.8.8.8") == 0
