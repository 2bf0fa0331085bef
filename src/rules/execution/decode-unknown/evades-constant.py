# evades: caught by execution/decode-then-exec
import base64
exec(base64.b64decode("cHJpbnQoMSk="))
