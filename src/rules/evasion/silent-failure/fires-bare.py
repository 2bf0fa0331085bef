import requests
try:
    requests.get("https://count.invalid/x")  # fires: import
except:
    pass
