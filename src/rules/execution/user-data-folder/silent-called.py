import os

def save(text):
    with open(os.path.join(os.environ["APPDATA"], "own.txt"), "w") as out:
        out.write(text)
