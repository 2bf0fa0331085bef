# evades: caught by execution/decrypt-then-exec
from cryptography.fernet import Fernet
exec(Fernet(b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=").decrypt(b"gAAAAABexample-not-a-real-token"))
