a=1
def f(b):return b+a
