# file: setup.py
# evades: caught by network/reaches-out
import urllib.request
from setuptools import setup
urllib.request.urlopen("https://count.invalid/x")
setup(name="example", version="1.0")
