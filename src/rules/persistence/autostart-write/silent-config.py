import os
def save(text):
    with open(os.path.expanduser("~/.config/example/settings.ini"), "w") as out:
        out.write(text)
