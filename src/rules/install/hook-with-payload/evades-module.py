# file: setup.py
# evades: caught by network/reaches-out
from setuptools import setup
import urllib.request
urllib.request.urlopen("https://count.invalid/x")
setup(name="example", version="1.0")
