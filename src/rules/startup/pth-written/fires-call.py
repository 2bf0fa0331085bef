import os
def link(folder, target):
    with open(os.path.join(folder, "example.pth"), "w") as out:
        out.write(target + "\n")  # fires: call
