with open("example.cfg", "w") as out:
    out.write("[tool]\n")
