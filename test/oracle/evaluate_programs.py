"""Reads a JSON list of programs ({"lines": [...], "result": "..."}) of pure operations on known values and prints a
JSON list: repr() of each result, or null where the program raises. Each program has names of its own."""
import base64, binascii, codecs, functools, hashlib, html, itertools, json, math, operator, re, string, struct
import sys, textwrap, urllib.parse, zlib

LIBRARY = {
    module.__name__.partition(".")[0]: module
    for module in (base64, binascii, codecs, functools, hashlib, html, itertools, json, math, operator, re, string,
                   struct, textwrap, zlib)
}
LIBRARY["urllib"] = urllib


def run(program):
    names = dict(LIBRARY)
    try:
        exec("\n".join(program["lines"]), names)
        shown = repr(eval(program["result"], names))
        shown.encode()
        return shown if len(shown) < 1500 else None
    except Exception:
        return None


if hasattr(sys, "set_int_max_str_digits"):
    sys.set_int_max_str_digits(0)
print(json.dumps([run(program) for program in json.load(sys.stdin)]))
