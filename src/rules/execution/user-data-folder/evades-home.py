# evades: NOT COVERED
import os
open(os.path.join(os.path.expanduser("~"), "own.txt"), "w").write("1")
