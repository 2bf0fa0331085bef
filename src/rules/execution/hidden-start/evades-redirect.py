# evades: NOT COVERED
import os
os.system("helper > log")
