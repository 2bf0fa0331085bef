from base64 import b64decode as unpack
from zlib import decompress as inflate
run = exec
payload = unpack("eJwrKMrMK9Ew1AQADowCpA==")
run(inflate(payload))  # fires: import
