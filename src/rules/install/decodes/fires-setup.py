# file: setup.py
import base64
from setuptools import setup
setup(name="pkg", version="1.0", description=base64.b64decode("aGVsbG8=").decode())  # fires: install
