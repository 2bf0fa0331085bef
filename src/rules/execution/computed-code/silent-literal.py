exec("pr" + "int(1)")
def make(name):
    exec("class %s: pass" % name)
make("Record")
