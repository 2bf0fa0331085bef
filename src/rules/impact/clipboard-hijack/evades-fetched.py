# evades: NOT COVERED
def swap(paste, copy, lookup):
    copy(lookup(paste()))
