# evades: caught by network/reaches-out
import requests
requests.get("https://beacon.invalid/")
