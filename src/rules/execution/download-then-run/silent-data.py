import requests
def download(url, path):
    with open(path, "wb") as out:
        for chunk in requests.get(url, stream=True).iter_content(8192):
            out.write(chunk)
