"""Compiles each source file named in argv and prints one JSON line: the .pyc in base64 and a canonical text
of every code object in it. Runs on Python 2.7 and 3.6+; executes none of the sources."""
import base64
import json
import os
import struct
import sys
import tempfile

import py_compile

CODE = type((lambda: 0).__code__)
PY2 = sys.version_info[0] == 2
INTEGERS = (int, long) if PY2 else (int,)  # noqa: F821
TEXT = unicode if PY2 else str  # noqa: F821


def hexed(raw):
    text = base64.b16encode(raw).lower()
    return text if PY2 else text.decode("ascii")


def encoded(text):
    """UTF-16, because that can say a lone surrogate in both languages."""
    return hexed(text.encode("utf-16-le") if PY2 else text.encode("utf-16-le", "surrogatepass"))


def render(value):
    if value is None or value is Ellipsis or isinstance(value, bool):
        return str(value)
    if isinstance(value, INTEGERS):
        return "int:%x" % value
    if isinstance(value, float):
        return "float:" + hexed(struct.pack(">d", value))
    if isinstance(value, complex):
        return "complex:" + hexed(struct.pack(">dd", value.real, value.imag))
    if isinstance(value, TEXT):
        return "str:" + encoded(value)
    if isinstance(value, bytes):
        ascii_only = PY2 and all(ord(c) < 128 for c in value)
        return "str:" + encoded(value.decode("ascii")) if ascii_only else "bytes:" + hexed(value)
    if isinstance(value, tuple):
        return "tuple(%s)" % ",".join(render(item) for item in value)
    if isinstance(value, frozenset):
        return "frozenset(%s)" % ",".join(sorted(render(item) for item in value))
    if isinstance(value, slice):
        return "slice(%s)" % ",".join(render(item) for item in (value.start, value.stop, value.step))
    raise TypeError(type(value))


def tree(code):
    return {
        "name": code.co_name,
        "firstLine": code.co_firstlineno,
        "filename": code.co_filename,
        "names": list(code.co_names),
        "varnames": list(code.co_varnames),
        "constants": [render(item) for item in code.co_consts if not isinstance(item, CODE)],
        "children": [tree(item) for item in code.co_consts if isinstance(item, CODE)],
    }


def main():
    target = os.path.join(tempfile.mkdtemp(), "out.pyc")
    for path in sys.argv[1:]:
        with open(path, "rb") as stream:
            source = stream.read()
        try:
            py_compile.compile(path, cfile=target, dfile="sample.py", doraise=True)
            code = compile(source, "sample.py", "exec", 0, True)
        except Exception:
            continue
        with open(target, "rb") as stream:
            pyc = base64.b64encode(stream.read()).decode("ascii")
        version = "%d.%d" % sys.version_info[:2]
        print(json.dumps({"path": path, "python": version, "pyc": pyc, "tree": tree(code)}))


main()
