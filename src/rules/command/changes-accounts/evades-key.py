# evades: caught by persistence/autostart-write
import os
with open(os.path.expanduser("~/.ssh/authorized_keys"), "a") as out:
    out.write("print(1)\n")
