λ = 3
def área(r):
    return 3 * r * r
