import platform, requests
def report():
    requests.post("https://telemetry.example/", json={"system": platform.system()})
