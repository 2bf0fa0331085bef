# file: setup.py
import os, urllib.request, zipfile, io
from setuptools import setup
from setuptools.command.build_py import build_py
class Download(build_py):
    def run(self):
        answer = urllib.request.urlopen("https://files.example/tool-1.0.zip").read()
        zipfile.ZipFile(io.BytesIO(answer)).extractall(os.path.join(os.path.dirname(__file__), "pkg"))
        super().run()
setup(name="example", version="1.0", cmdclass={"build_py": Download})
