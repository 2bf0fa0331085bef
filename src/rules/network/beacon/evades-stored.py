# file: setup.py
# evades: caught by network/reaches-out
import urllib.request
from setuptools import setup
with open("answer.txt", "wb") as out:
    out.write(urllib.request.urlopen("https://count.invalid/installed").read())
setup(name="example", version="1.0")
