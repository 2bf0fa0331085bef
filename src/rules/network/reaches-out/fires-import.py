import requests as r
def ping():
    return r.get("https://count.invalid/imported")  # fires: import
ping()
