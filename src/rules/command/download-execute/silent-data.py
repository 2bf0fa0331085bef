import subprocess
def fetch(name):
    subprocess.check_call(["curl", "-L", "-o", name, "https://data.example/" + name])
