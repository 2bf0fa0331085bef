# evades: caught by network/reaches-out
import requests
requests.get("https://host.invalid/seen?pkg=1")
