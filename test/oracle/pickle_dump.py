"""Prints one JSON line per sample pickle: the bytes in base64 and what pickletools says about it (imports in
order, end). Samples are our own objects, dumped with every protocol; nothing is loaded."""
import array
import base64
import collections
import datetime
import decimal
import enum
import fractions
import json
import pathlib
import pickle
import pickletools
import uuid

Point = collections.namedtuple("Point", "x y")


class Plain:
    def __init__(self):
        self.name = "plain"
        self.parts = [1, 2.5, None, True, b"raw", "text \u20ac", 2**70, -1]


class Slotted:
    __slots__ = ("a",)

    def __init__(self):
        self.a = {"k": (1, 2, 3, 4)}


class Calling:
    """Loading would call print(1): the inert stand-in for a payload."""

    def __reduce__(self):
        return (print, (1, "two", (3,), {"four": 4}))


class Colour(enum.Enum):
    RED = 1


SAMPLES = [
    {"list": list(range(300)), "set": {1, 2}, "frozen": frozenset("ab")},
    Plain(),
    [Plain(), Plain()],
    Slotted(),
    Calling(),
    [Calling(), Calling()],
    Point(1, 2),
    collections.OrderedDict(a=1),
    collections.Counter("hello"),
    collections.defaultdict(list, a=[1]),
    datetime.datetime(2020, 1, 2),
    decimal.Decimal("1.5"),
    fractions.Fraction(1, 3),
    uuid.UUID(int=5),
    pathlib.PurePosixPath("/tmp/x"),
    Colour.RED,
    array.array("d", [1.0, 2.0]),
    ValueError("wrong"),
    range(10),
    len,
    bytearray(b"abc"),
    complex(1, 2),
]


def imports(raw):
    """(name, offset) of each GLOBAL, INST and STACK_GLOBAL, the latter from the strings before it."""
    memo, strings, found = {}, [], []
    last = None
    for opcode, argument, position in pickletools.genops(raw):
        if opcode.name in ("GLOBAL", "INST"):
            found.append((argument.replace(" ", "."), position))
        elif opcode.name == "STACK_GLOBAL":
            found.append((".".join(strings[-2:]), position))
        if opcode.name in ("MEMOIZE",):
            memo[len(memo)] = last
        elif opcode.name in ("PUT", "BINPUT", "LONG_BINPUT"):
            memo[int(argument)] = last
        elif "GET" in opcode.name:
            last = memo.get(int(argument))
            if isinstance(last, str):
                strings.append(last)
        else:
            last = argument if "UNICODE" in opcode.name else None
            if isinstance(last, str):
                strings.append(last)
    names = {"__builtin__": "builtins", "copy_reg": "copyreg"}
    renamed = []
    for name, at in found:
        module, _, rest = name.partition(".")
        renamed.append((names.get(module, module) + "." + rest, at))
    return renamed, position + 1


for protocol in range(6):
    for index, sample in enumerate(SAMPLES):
        try:
            raw = pickle.dumps(sample, protocol)
        except Exception:
            continue
        names, end = imports(raw)
        print(json.dumps({
            "sample": "%d/%s" % (protocol, type(sample).__name__), "protocol": protocol,
            "raw": base64.b64encode(raw).decode("ascii"), "imports": names, "end": end,
        }))
