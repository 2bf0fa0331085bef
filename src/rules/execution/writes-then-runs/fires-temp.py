import subprocess, sys, tempfile
SCRIPT = """import os
print(os.getpid())
"""
handle = tempfile.NamedTemporaryFile("w", suffix=".py", delete=False)
handle.write(SCRIPT)
handle.close()
subprocess.Popen([sys.executable, handle.name])  # fires: import
