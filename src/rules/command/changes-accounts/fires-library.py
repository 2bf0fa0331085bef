import win32net

win32net.NetUserAdd(None, 1, {"name": "helper"})  # fires: import
win32net.NetLocalGroupAddMembers(None, "Administrators", 3, [])  # fires: import
