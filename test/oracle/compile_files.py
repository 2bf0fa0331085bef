"""Compiles texts, as JSON lines of [path, text, target], without running any of them. Unreadable ones are left out."""
import io
import json
import sys

MAGIC = None
try:
    from importlib.util import MAGIC_NUMBER as MAGIC
except ImportError:
    import imp

    MAGIC = imp.get_magic()
import marshal

HEADER = 8 if sys.version_info < (3, 3) else 12 if sys.version_info < (3, 7) else 16

for line in sys.stdin:
    path, text, target = json.loads(line)
    try:
        code = compile(text, path, "exec", 0, True)
    except (SyntaxError, ValueError, TypeError):
        continue
    with io.open(target, "wb") as stream:
        stream.write(MAGIC + b"\0" * (HEADER - 4) + marshal.dumps(code))
