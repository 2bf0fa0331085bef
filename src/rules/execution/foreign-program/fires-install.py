# file: setup.py
import os
from setuptools import setup
os.system("powershell -Command Get-Date")  # fires: install
setup(name="example", version="1.0")
