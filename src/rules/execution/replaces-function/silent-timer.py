import time
import requests

original = requests.get

def timed(*args, **keywords):
    start = time.time()
    answer = original(*args, **keywords)
    print(time.time() - start)
    return answer

requests.get = timed
