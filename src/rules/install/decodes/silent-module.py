import base64
ICON = base64.b64decode("R0lGODlhAQABAAAAACw=")
