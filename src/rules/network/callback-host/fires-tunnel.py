import requests
requests.get("https://a1b2c3d4.ngrok.io/beacon")  # fires: import
