import os, tempfile, urllib.request
def fetch(url):
    folder = tempfile.mkdtemp()
    with open(os.path.join(folder, "setup.py"), "wb") as out:
        out.write(urllib.request.urlopen(url).read())
    return folder
