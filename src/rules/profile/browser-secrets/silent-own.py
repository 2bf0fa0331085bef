import win32crypt

def secret(data):
    return win32crypt.CryptUnprotectData(data, None, None, None, 0)
