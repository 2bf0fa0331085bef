with open(".github/workflows/check.yml", "w") as out:  # fires: import
    out.write("on: push")
