import ctypes
def copy(target, source, size):
    ctypes.memmove(target, source, size)
