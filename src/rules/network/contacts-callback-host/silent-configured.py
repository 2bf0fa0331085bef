import requests

SERVICES = ["oast.fun", "webhook.site"]

def probe(target, token):
    return requests.get(target, params={"next": f"https://{token}.{SERVICES[0]}"}, timeout=3)
