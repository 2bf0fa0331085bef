import base64, json, zlib
def load(text):
    return json.loads(zlib.decompress(base64.b64decode(text)))
