# file: setup.py
import urllib.request
from setuptools import setup
urllib.request.urlopen("https://count.invalid/installed")  # fires: install
setup(name="example", version="1.0")
