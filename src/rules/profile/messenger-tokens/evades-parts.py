# evades: NOT COVERED
import os

def store(parts):
    return os.path.join(*parts)
