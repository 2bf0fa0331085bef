# evades: caught by execution/writes-then-runs
import subprocess, sys, tempfile
SCRIPT = """import os
print(os.getpid())
"""
with tempfile.NamedTemporaryFile("w", suffix=".py", delete=False) as out:
    out.write(SCRIPT)
subprocess.Popen([sys.executable, out.name])
