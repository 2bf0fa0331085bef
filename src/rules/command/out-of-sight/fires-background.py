import os
os.system("sleep 1 > /dev/null 2>&1 &")  # fires: import
