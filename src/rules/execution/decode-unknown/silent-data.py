import base64
def work(task):
    return base64.b64decode(task)
