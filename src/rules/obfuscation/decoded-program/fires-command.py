import base64

def text():
    return base64.b64decode("Y3VybCAtcyBodHRwczovL2hvc3QuaW52YWxpZC9h")  # fires: call
