import base64

def text():
    return base64.b64decode("Y3VybCAtbyBub3Rlcy50eHQgLS11cmwgaHR0cHM6Ly9ob3N0LmludmFsaWQvbm90ZXMudHh0")  # fires: call
