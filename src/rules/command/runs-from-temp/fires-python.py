import os
os.system("py %LOCALAPPDATA%\\here\\start.py")  # fires: import
