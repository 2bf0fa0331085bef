# evades: caught by network/reaches-out
import requests
host = requests.get("https://host.invalid/where").text
requests.get(host + "/a")
