# evades: caught by network/reaches-out
import requests
where = requests.get("https://where.invalid/").text
requests.post(where, json={})
