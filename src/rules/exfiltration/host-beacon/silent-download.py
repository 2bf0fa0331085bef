# file: setup.py
import platform, urllib.request
from setuptools import setup
urllib.request.urlretrieve("https://files.example/tool-" + platform.machine() + ".json", "tool.json")
setup(name="example", version="1.0")
