"""Writes CPython's syntax trees as text, for comparison with ours.

Standard input: paths, one a line. Standard output: for each path a frame of
    4 bytes big-endian length, then that many bytes: b'-' + reason, or b'+' + the tree.
The tree is one line a node, parents first: class, span (line:column, columns in UTF-8 bytes), details.
"""

import ast
import struct
import sys
import warnings
from zlib import crc32

warnings.simplefilter("ignore")
sys.setrecursionlimit(20000)

# Before 3.12 the positions inside an f-string are approximations.
FSTRING_SPANS = sys.version_info >= (3, 12)


def checksum(text):
    units = text.encode("utf-16-le", "surrogatepass")
    return "%d.%x" % (len(units) // 2, crc32(units))


def constant(value):
    kind = type(value)
    if kind is str:
        return "str " + checksum(value)
    if kind is bytes:
        return "bytes " + checksum(value.decode("latin-1"))
    if kind is int:
        return "int %x" % value
    if kind is float:
        return "float " + struct.pack(">d", value).hex()
    if kind is complex:
        return "imaginary " + struct.pack(">d", value.imag).hex()
    return repr(value)


def details(node, name):
    if name in ("Name", "Attribute"):
        return node.id if name == "Name" else node.attr
    if name == "Constant":
        return constant(node.value)
    if name in ("BinOp", "UnaryOp", "BoolOp", "AugAssign"):
        return type(node.op).__name__
    if name == "Compare":
        return " ".join(type(op).__name__ for op in node.ops)
    if name in ("FunctionDef", "AsyncFunctionDef", "ClassDef"):
        return node.name
    if name in ("arg", "keyword"):
        return str(node.arg)
    if name == "alias":
        return "%s %s" % (node.name, node.asname)
    if name == "ImportFrom":
        return "%s %d" % (node.module or "", node.level)
    if name in ("Global", "Nonlocal"):
        return " ".join(node.names)
    if name == "comprehension":
        return str(node.is_async)
    if name == "arguments":
        return "%d %d %d" % (len(node.posonlyargs), len(node.args), len(node.kwonlyargs))
    if name in ("ExceptHandler", "MatchStar", "MatchAs", "TypeVar", "ParamSpec", "TypeVarTuple"):
        return str(node.name)
    if name == "FormattedValue":
        return str(node.conversion)
    if name == "TypeAlias":
        return node.name.id
    if name == "MatchMapping":
        return str(node.rest)
    if name == "MatchClass":
        return " ".join(node.kwd_attrs)
    if name == "MatchSingleton":
        return repr(node.value)
    return ""


SKIPPED = {"ctx", "op", "ops", "type_ignores"}


def children(node):
    found = []
    for field in node._fields:
        if field in SKIPPED or (field == "name" and type(node).__name__ == "TypeAlias"):
            continue
        value = getattr(node, field, None)
        if isinstance(value, ast.AST):
            found.append(value)
        elif isinstance(value, list):
            found.extend(item for item in value if item is None or isinstance(item, ast.AST))
    if type(node) is ast.JoinedStr:
        # Python 3.12 has empty constants in some format specifications.
        found = [item for item in found if not (isinstance(item, ast.Constant) and item.value == "")]
    return found


def dump(tree):
    lines = []
    stack = [(tree, True)]
    while stack:
        node, spans = stack.pop()
        if node is None:
            lines.append("-")
            continue
        name = type(node).__name__
        if spans and hasattr(node, "lineno"):
            span = "%d:%d-%d:%d" % (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)
        else:
            span = "-"
        lines.append("%s %s %s" % (name, span, details(node, name)))
        inside = spans and (FSTRING_SPANS or name != "JoinedStr")
        for child in reversed(children(node)):
            stack.append((child, inside))
    return "\n".join(lines)


def frame(path):
    try:
        with open(path, "rb") as file:
            tree = ast.parse(file.read(), path)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return "-" + str(error)
    return "+" + dump(tree)


def main():
    out = sys.stdout.buffer
    for line in sys.stdin:
        payload = frame(line.rstrip("\n")).encode("utf-8", "surrogatepass")
        out.write(struct.pack(">I", len(payload)))
        out.write(payload)
    out.flush()


main()
