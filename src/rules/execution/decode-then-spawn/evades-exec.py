# evades: caught by execution/decode-then-exec
from base64 import b64decode as d
exec(d("aW1wb3J0IG9zO29zLnN5c3RlbSgnZWNobyBoZWxsbycp"))
