# file: setup.py
import pathlib, subprocess
from setuptools import setup
news = pathlib.Path("NEWS.rst").read_text()
subprocess.check_output(["git", "add", "NEWS.rst"])
setup(name="example", version="1.0", long_description=news)
