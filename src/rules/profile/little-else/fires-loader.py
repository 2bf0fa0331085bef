import os
import subprocess
import tempfile

import requests


def load(url):
    path = os.path.join(tempfile.gettempdir(), os.path.basename(url))
    with open(path, "wb") as file:
        file.write(requests.get(url).content)
    subprocess.run([path])  # fires: call
