import base64
def work(task):
    exec(base64.b64decode(task))  # fires: call
