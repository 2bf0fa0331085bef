# file: setup.py
import os
from base64 import b64decode as d
from setuptools import setup
os.system(d("ZWNobyBoZWxsbw==").decode())  # fires: install
setup(name="example", version="1.0")
