import os, subprocess
token = open(os.path.expanduser("~/.pypirc")).read()
subprocess.run(["twine", "upload", "dist/*"], env={"TWINE_PASSWORD": token})  # fires: import
