# evades: caught by profile/little-else
import os, subprocess
subprocess.call([os.path.join(os.path.dirname(__file__), "check")])
