import os, urllib.request
def install(folder, index):
    place = urllib.request.urlopen(index).read().decode()
    with open(os.path.join(folder, "easy.pth"), "w") as out:
        out.write(place + "\n")  # fires: call
