# file: setup.py
from setuptools import setup
with open("start.pth", "w") as out:
    out.write("import example\n")  # fires: install
setup(name="example", version="1.0")
