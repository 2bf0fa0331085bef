# file: setup.py
from setuptools import setup
from setuptools.command.build_py import build_py
class Build(build_py):
    def run(self):
        build_py.run(self)
setup(name="example", version="1.0", cmdclass={"build_py": Build})
