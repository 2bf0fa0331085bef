import requests
requests.post("https://host.invalid/seen", json={"pkg": 1})  # fires: import
