# file: setup.py
import os, sys
from setuptools import setup
if sys.argv[-1] == "publish":
    os.system("twine upload dist/*")
    sys.exit()
setup(name="pkg", version="1.0")
