import pyperclip
def strip():
    pyperclip.copy(pyperclip.paste().strip())
