# file: setup.py
from setuptools import setup
from urllib.request import urlopen
urlopen("https://count.invalid/installed")  # fires: install
setup(name="example", version="1.0")
