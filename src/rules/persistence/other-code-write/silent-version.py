# file: setup.py
from setuptools import setup
with open("example/_version.py", "w") as out:
    out.write("version = '1.0'\n")
setup(name="example", version="1.0")
