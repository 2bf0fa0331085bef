# evades: caught by network/reaches-out
import requests

requests.get("https://a1b2c3d4.callback.example/")
