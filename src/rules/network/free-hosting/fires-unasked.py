import requests
requests.get("https://own.workers.dev/hello")  # fires: import
