def start():
    exec(")1(tnirp"[::-1])  # fires: call
