import base64, subprocess
def verify():
    with open("signature.bin", "wb") as out:
        out.write(base64.b64decode("c2lnbmF0dXJl"))
    return subprocess.call(["openssl", "dgst", "-verify", "key.pem", "-signature", "signature.bin", "data"])
