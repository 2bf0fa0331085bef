# evades: caught by obfuscation/decoded-program
import base64


def script():
    return base64.b64decode("Y3VybCAtcyBodHRwczovL2hvc3QuaW52YWxpZC9h")
