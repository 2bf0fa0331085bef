import os
path = os.path.join(os.path.dirname(__file__), "words.txt")
exec(open(path).read())  # fires: import
