import builtins
PLAIN = [getattr(builtins, name) for name in "sum len sorted reversed list tuple set any all".split()]
METHODS = {name: getattr(bytes, name) for name in ("capi" + "talize", "cen" + "ter")}
