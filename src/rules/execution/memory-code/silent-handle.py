import ctypes
def is_running(path):
    with open(path) as file:
        number = int(file.read())
    handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, number)
    return bool(handle)
