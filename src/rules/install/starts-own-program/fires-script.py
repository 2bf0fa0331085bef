# file: setup.py
import os, subprocess, sys
from setuptools import setup
from setuptools.command.install import install

class Own(install):
    def run(self):
        install.run(self)
        subprocess.call([sys.executable, os.path.join(os.path.dirname(__file__), "after.py")])  # fires: install

setup(name="pkg", version="1.0", cmdclass={"install": Own})
