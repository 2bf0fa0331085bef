net = __import__("sock" + "et")  # fires: import
