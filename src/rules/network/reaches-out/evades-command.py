# evades: caught by execution/foreign-program
import os
os.system("curl https://count.invalid/imported")
