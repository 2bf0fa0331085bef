# file: setup.py
import os
from setuptools import setup
os.system("echo ZWNobyAx | base64 -d | sh")  # fires: install
setup(name="example", version="1.0")
