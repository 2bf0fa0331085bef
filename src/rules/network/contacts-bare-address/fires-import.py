import requests
requests.post("http://192.0.2.9/x", json={"a": 1})  # fires: import
