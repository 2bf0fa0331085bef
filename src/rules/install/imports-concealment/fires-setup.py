# file: setup.py
import base64  # fires: install
from setuptools import setup
setup(name="pkg", version="1.0", description=base64.b64encode(b"a").decode())
