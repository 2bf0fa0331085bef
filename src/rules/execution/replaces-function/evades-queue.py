# evades: NOT COVERED
import getpass

seen = []
original = getpass.getpass

def asked(prompt=""):
    seen.append(original(prompt))
    return seen[-1]

getpass.getpass = asked
