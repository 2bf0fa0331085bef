# evades: NOT COVERED
# file: setup.py
from setuptools import setup
setup(name="pkg", version="1.0", description="".join(chr(c) for c in [104, 105]))
