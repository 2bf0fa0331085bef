"""Writes archives with Python's own writers and prints them: a JSON object, name to base64."""

import base64
import bz2
import gzip
import io
import json
import lzma
import random
import sys
import tarfile
import zipfile

NAMES = [
    "x-1.0/PKG-INFO",
    "x-1.0/setup.py",
    "x-1.0/größe/日本.py",
    "x-1.0/" + "deep/" * 30 + "module.py",
    "x-1.0/" + "n" * 120 + ".py",
    "x-1.0/empty.py",
    "x-1.0/" + "ü" * 70 + ".py",
]


def contents(seed):
    chance = random.Random(seed)
    words = [b"import os\n", b"value = 1\n", b"def f():\n", b"    return None\n"]
    for name in NAMES:
        kind = chance.randrange(3)
        if name.endswith("empty.py"):
            data = b""
        elif kind == 0:
            data = b"".join(chance.choice(words) for _ in range(chance.randrange(4000)))
        elif kind == 1:
            data = bytes(chance.randrange(256) for _ in range(chance.randrange(3000)))
        else:
            data = bytes(chance.randrange(100000))
        yield name, data


def make_tar(mode, layout, seed):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=layout) as archive:
        for name, data in contents(seed):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            info.mtime = 1700000000.25 if layout == tarfile.PAX_FORMAT else 1700000000
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("x-1.0/link-" + "l" * 110)
        link.type, link.linkname = tarfile.SYMTYPE, "deep/" * 30 + "module.py"
        archive.addfile(link)
    return out.getvalue()


def make_zip(method, seed, stream):
    out = io.BytesIO()
    if stream:
        out.seekable = lambda: False
        out.tell = lambda: (_ for _ in ()).throw(AttributeError())
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in contents(seed):
            archive.writestr(name, data)
        archive.comment = b"made by Python"
    return out.getvalue()


def main():
    made = {}
    layouts = {"gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}
    for seed, (layout, value) in enumerate(layouts.items()):
        for suffix in ("", "gz", "bz2", "xz"):
            made[f"{layout}.tar.{suffix}".rstrip(".")] = make_tar("w:" + suffix, value, seed)
        made[f"{layout}.tar.lzma"] = lzma.compress(make_tar("w", value, seed), format=lzma.FORMAT_ALONE)
        plain = make_tar("w", value, seed)
        made[f"{layout}-streams.tar.bz2"] = bz2.compress(plain[:3000]) + bz2.compress(plain[3000:])
        made[f"{layout}-streams.tar.xz"] = lzma.compress(plain[:3000]) + lzma.compress(plain[3000:])
        made[f"{layout}-junk.tar.gz"] = gzip.compress(plain) + b"junk behind the stream"
    for method in ("STORED", "DEFLATED", "BZIP2", "LZMA"):
        for stream in (False, True):
            name = method.lower() + ("-stream" if stream else "") + ".zip"
            made[name] = make_zip(getattr(zipfile, "ZIP_" + method), len(made), stream)
    json.dump({name: base64.b64encode(data).decode() for name, data in made.items()}, sys.stdout)


main()
