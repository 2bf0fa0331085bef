with open(__file__, "w") as out:
    out.write("# nothing to see\n")  # fires: import
