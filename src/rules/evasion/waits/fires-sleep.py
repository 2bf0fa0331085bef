import time, requests
time.sleep(3600)  # fires: import
requests.get("https://host.invalid/a")
