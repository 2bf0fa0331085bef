# file: setup.py
import os
from setuptools import setup
from setuptools.command.install import install
class Hook(install):
    def run(self):  # fires: install
        install.run(self)
        os.system("helper --register")
setup(name="example", version="1.0", cmdclass={"install": Hook})
