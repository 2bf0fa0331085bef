import time, requests

def fetch(url):
    for _ in range(3):
        answer = requests.get(url)
        if answer.ok:
            return answer
        time.sleep(30)
