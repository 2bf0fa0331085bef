import socket
def serve():
    server = socket.socket()
    client, _ = server.accept()
    client.send(client.recv(1024))
