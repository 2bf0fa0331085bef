import os

START = "import os\nprint(os.name)\n"


def create(folder):
    with open(os.path.join(folder, "start.py"), "w") as file:
        file.write(START)
