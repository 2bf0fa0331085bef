import platform, requests
AGENT = "example/1.0 (" + platform.python_version() + ")"
def get(url):
    return requests.get(url, headers={"User-Agent": AGENT})
