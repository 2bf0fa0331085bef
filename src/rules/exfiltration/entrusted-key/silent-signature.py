import hashlib, hmac, requests

class Client:
    def call(self, endpoint, body, api_secret):
        requests.post(endpoint, data=body, headers={"sign": "v1"})
