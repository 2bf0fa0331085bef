import sys, psutil
TOOLS = ["wireshark.exe", "x64dbg.exe", "processhacker.exe", "vboxservice.exe", "vmtoolsd.exe", "ollydbg.exe"]  # fires: import
for process in psutil.process_iter():
    if process.name().lower() in TOOLS:
        sys.exit()
