import os

def clean():
    os.system("rm -rf build/tmp")
