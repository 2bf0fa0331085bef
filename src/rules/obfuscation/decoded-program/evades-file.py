# evades: caught by execution/computed-code
code = "".join(chr(ord(c) - 1) for c in "qsjou)2*")
exec(code)
