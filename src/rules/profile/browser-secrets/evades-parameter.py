# evades: NOT COVERED
import win32crypt

def key(state, path):
    return win32crypt.CryptUnprotectData(state(path), None, None, None, 0)
