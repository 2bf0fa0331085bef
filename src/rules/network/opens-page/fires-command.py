import os
os.system("start https://host.invalid/hello")  # fires: import
