# evades: caught by install/hook-with-payload
# file: setup.py
from setuptools import setup
from setuptools.command.install import install

class Own(install):
    def run(self):
        install.run(self)
        import subprocess
        subprocess.call(["after"])

setup(name="pkg", version="1.0", cmdclass={"install": Own})
