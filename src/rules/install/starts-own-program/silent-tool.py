# file: setup.py
import subprocess
from setuptools import setup
from setuptools.command.build_py import build_py

class Own(build_py):
    def run(self):
        build_py.run(self)
        subprocess.call(["make", "docs"])

setup(name="pkg", version="1.0", cmdclass={"build_py": Own})
