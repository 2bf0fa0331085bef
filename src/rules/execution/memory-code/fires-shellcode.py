import ctypes
code = b"\x90\x90\x90\xc3"
kernel = ctypes.windll.kernel32
place = kernel.VirtualAlloc(0, len(code), 0x3000, 0x40)
kernel.RtlMoveMemory(place, code, len(code))  # fires: import
kernel.CreateThread(0, 0, place, 0, 0, 0)
