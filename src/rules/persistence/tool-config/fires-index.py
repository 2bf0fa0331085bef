import os
path = os.path.expanduser("~/.config/pip/pip.conf")
with open(path, "w") as out:  # fires: import
    out.write("[global]")
