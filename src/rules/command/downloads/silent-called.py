import os

def fetch(url):
    os.system("curl -s -O https://host.invalid/data.csv")
