# evades: caught by command/runs-from-temp
import os
os.system("/tmp/program")
