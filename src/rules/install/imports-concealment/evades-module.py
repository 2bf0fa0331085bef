# evades: NOT COVERED
import base64
NAME = base64.b64encode(b"a").decode()
