exec("print(1)")
def make(name):
    exec("class %s: pass" % name)
