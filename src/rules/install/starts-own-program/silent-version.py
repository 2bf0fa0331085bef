# file: setup.py
import os, subprocess
from setuptools import setup
from setuptools.command.build_py import build_py

class Own(build_py):
    def run(self):
        build_py.run(self)
        subprocess.call([os.path.join(os.path.dirname(__file__), "tool"), "--version"])

setup(name="pkg", version="1.0", cmdclass={"build_py": Own})
