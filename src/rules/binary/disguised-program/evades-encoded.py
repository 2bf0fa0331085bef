# evades: caught by execution/writes-then-runs
import base64
with open("helper.exe", "wb") as out:
    out.write(base64.b64decode("TVqQAAMAAAAEAAAA//8AALgAAAAAAAAAQAAAAAAAAAA="))
