import os

def check():
    os.system("curl -s https://a1b2c3d4e5f6a7b8.oast.fun/hello")  # fires: call
