# evades: NOT COVERED
PARTS = ["cu", "rl -o notes.txt --u", "rl https://host.invalid/notes.txt"]


def text():
    return "".join(PARTS)
