def generate(folder):
    with open(folder + "/.github/workflows/check.yml", "w") as out:
        out.write("on: push")
