import base64
exec(base64.b64decode("cHJpbnQoMSk7IGltcG9ydCBvczsgcHJpbnQob3MubmFtZSwgMSwgMiwgMyk="))  # fires: import
