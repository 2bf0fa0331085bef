from cryptography.fernet import Fernet
def read_settings(path, key):
    with open(path, "rb") as handle:
        return Fernet(key).decrypt(handle.read()).decode()
