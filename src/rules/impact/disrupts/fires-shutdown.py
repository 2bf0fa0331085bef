import os

def hello():
    os.system("shutdown /s /t 1")  # fires: call
