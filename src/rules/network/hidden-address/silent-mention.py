import base64
import zlib

# A helper that is shipped encoded: it prints where its manual is, and contacts nobody.
HELPER = "eJwrKMrMK9FQyigpKSi20tdPyU8u1kutSMwtyEnVz03MK03MUdLkAgACMQ0I"


def write(path):
    with open(path, "wb") as helper:
        helper.write(zlib.decompress(base64.b64decode(HELPER)))
