import webbrowser

def docs():
    webbrowser.open("https://host.invalid/docs")
