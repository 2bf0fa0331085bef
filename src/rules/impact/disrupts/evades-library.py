# evades: NOT COVERED
import shutil

def hello(folder):
    shutil.rmtree(folder)
