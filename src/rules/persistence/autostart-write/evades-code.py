# evades: caught by persistence/other-code-write
import base64, os, site
with open(os.path.join(site.getsitepackages()[0], "requests", "api.py"), "w") as out:
    out.write(base64.b64decode("aW1wb3J0IG9z").decode())
