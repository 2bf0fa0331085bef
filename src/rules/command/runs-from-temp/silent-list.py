# file: setup.py
from os import system
from setuptools import setup
system("ls /tmp")
setup(name="example", version="1.0")
