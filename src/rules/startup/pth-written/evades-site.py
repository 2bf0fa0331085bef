# evades: caught by persistence/autostart-write
import os, site
with open(os.path.join(site.getsitepackages()[0], "u.pth"), "w") as out:
    out.write("import os")
