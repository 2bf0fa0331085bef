import requests
try:  # fires: import
    requests.get("https://count.invalid/x")
except:
    pass
