import os, urllib.request
def fetch(url, folder):
    with open(os.path.join(folder, "setup.py"), "wb") as out:
        out.write(urllib.request.urlopen(url).read())
