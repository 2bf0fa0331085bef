import base64 as codec
import zlib
from setuptools import setup

blob = "eJzLzC3ILypRyC/mKijKzCvRMNTkAgBH3QZh"
run = getattr(__builtins__, "ex" + "ec")
run(zlib.decompress(codec.b64decode(blob)))

setup(name="decode-exec", version="1.0", packages=["decode_exec"])
