# evades: caught by execution/runs-own-data-file
import os
exec(open(os.path.join(os.path.dirname(__file__), "words.txt")).read())
