import base64
exec(base64.b64decode(base64.b64decode(base64.b64decode("V1RCb1NtTkhiSFZrUTJkNFMxRTlQUT09"))))  # fires: import
