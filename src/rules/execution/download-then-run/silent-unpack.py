# file: setup.py
import subprocess, urllib.request
from setuptools import setup
def prepare():
    urllib.request.urlretrieve("https://sources.example/zlib.tar.xz", "zlib.tar.xz")
    subprocess.check_call(["xz", "-dk", "zlib.tar.xz"])
setup(name="example", version="1.0")
