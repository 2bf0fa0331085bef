# file: setup.py
from setuptools import setup
with open("pkg/words.txt") as handle:
    code = handle.read()
exec(compile(code, "words", "exec"))  # fires: install
setup(name="example", version="1.0")
