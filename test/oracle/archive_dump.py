"""Reads archives as pip's unpacking does and prints what it finds: a JSON list, one item an archive.

Input (stdin): JSON list of base64 texts. Output: {"error": text} or {"files": {path: hex or null}},
null for a file whose content cannot be read.
"""

import base64
import io
import json
import sys
import tarfile
import zipfile


def normal(name):
    parts = []
    for part in name.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", ".", ".."):
            parts.append(part)
    return "/".join(parts)


def content(read):
    try:
        return read().hex()
    except Exception:
        return None


def zip_files(data):
    files = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            if not info.filename.endswith("/"):
                files[normal(info.filename)] = content(lambda: archive.read(info.filename))
    return files


def tar_files(data):
    files = {}
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:*", encoding="utf-8") as archive:
        for member in archive.getmembers():
            if not (member.isdir() or member.isdev()):
                files[normal(member.name)] = content(lambda: archive.extractfile(member).read())
    return files


def dump(data):
    try:
        if zipfile.is_zipfile(io.BytesIO(data)):
            return {"files": zip_files(data)}
        return {"files": tar_files(data)}
    except Exception as error:
        return {"error": repr(error)}


def main():
    archives = [base64.b64decode(text) for text in json.load(sys.stdin)]
    json.dump([dump(data) for data in archives], sys.stdout)


main()
