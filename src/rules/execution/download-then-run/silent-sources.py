# file: setup.py
import subprocess
from setuptools import setup
subprocess.check_call(["cmake", "--build", "build"])
setup(name="example", version="1.0")
