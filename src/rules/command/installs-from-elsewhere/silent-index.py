import os
def add():
    os.system("pip install example-helper")
