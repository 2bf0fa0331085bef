# evades: caught by execution/decode-then-exec
import base64, builtins
getattr(builtins, "exec")(base64.b64decode("cHJpbnQoMSk="))
