# evades: caught by profile/little-else
import os
os.system("helper > log")
