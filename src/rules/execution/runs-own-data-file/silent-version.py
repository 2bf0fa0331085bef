# file: setup.py
from setuptools import setup
about = {}
with open("example/_version.py") as handle:
    exec(handle.read(), about)
setup(name="example", version=about.get("__version__"), long_description=open("README.txt").read())
