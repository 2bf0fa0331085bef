import webbrowser
webbrowser.open("https://host.invalid/hello")  # fires: import
