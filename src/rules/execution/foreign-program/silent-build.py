# file: setup.py
import subprocess
from setuptools import setup
version = subprocess.check_output(["git", "describe", "--tags"]).decode().strip()
subprocess.check_call(["make", "-C", "vendor"])
setup(name="example", version=version)
