import subprocess, sys, tempfile
SCRIPT = """import os
import sys
for name in sys.path:
    print(os.path.exists(name))
"""
handle = tempfile.NamedTemporaryFile("w", suffix=".py", delete=False)
handle.write(SCRIPT)
handle.close()
subprocess.Popen([sys.executable, handle.name])  # fires: import
