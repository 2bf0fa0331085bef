import requests
text = requests.get("https://pastebin.com/raw/AAAAAAAA").text  # fires: import
