# file: setup.py
import os, glob
from setuptools import setup
for name in glob.glob("build/*.o"):
    os.remove(name)
setup(name="example", version="1.0")
