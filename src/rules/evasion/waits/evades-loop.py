# evades: caught by network/reaches-out
import time, requests
while time.time() < 4000000000:
    pass
requests.get("https://host.invalid/a")
