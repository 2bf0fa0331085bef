import webbrowser

def add():
    webbrowser.open("https://host.invalid/extension")
