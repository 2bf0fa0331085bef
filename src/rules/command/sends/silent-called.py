import os

def deploy():
    os.system("curl -T dist.tar https://host.invalid/releases")
