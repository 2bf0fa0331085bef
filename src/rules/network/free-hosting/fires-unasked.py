import requests
requests.get("https://example-of-nothing.workers.dev/hello")  # fires: import
