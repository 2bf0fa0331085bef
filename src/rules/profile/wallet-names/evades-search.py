# evades: NOT COVERED
import glob

def find(folder, ending):
    return glob.glob(folder + "/**/*." + ending, recursive=True)
