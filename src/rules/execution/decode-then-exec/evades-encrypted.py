# evades: caught by execution/decrypt-then-exec
from cryptography.fernet import Fernet
key = b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
exec(Fernet(key).decrypt(b"gAAAAABexample-not-a-real-token"))
