import os
PLACES = ["~/.ssh/id_rsa"]
def scan():
    return [place for place in PLACES if os.path.exists(os.path.expanduser(place))]
