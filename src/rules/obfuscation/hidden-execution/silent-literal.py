import builtins
def run(code, space):
    getattr(builtins, "exec")(code, space)
