import requests
def login(user, password):
    answer = requests.post("https://api.example/login", json={"u": user, "p": password})
    answer.raise_for_status()
    return answer.json()["session"]
