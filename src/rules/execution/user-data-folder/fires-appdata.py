import os
open(os.path.join(os.environ["APPDATA"], "own.txt"), "w").write("1")  # fires: import
