# evades: caught by execution/writes-then-runs
import subprocess, sys, tempfile
SCRIPT = """import os
import sys
for name in sys.path:
    print(os.path.exists(name))
"""
with tempfile.NamedTemporaryFile("w", suffix=".py", delete=False) as out:
    out.write(SCRIPT)
subprocess.Popen([sys.executable, out.name])
