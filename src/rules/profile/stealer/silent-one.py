import os
KEY = os.path.expanduser("~/.ssh/id_rsa")
