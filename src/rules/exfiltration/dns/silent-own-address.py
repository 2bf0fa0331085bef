import socket
def own_address():
    return socket.gethostbyname(socket.gethostname())
