run = getattr(__import__("built" + "ins"), "".join(["e", "x", "e", "c"]))  # fires: import
run("print(1)")  # fires: import
