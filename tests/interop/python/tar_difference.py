"""Says where two tar archives first differ: tar_difference.py OURS THEIRS."""

import hashlib
import sys

BLOCK = 512
FIELDS = (
    ("name", 0, 100), ("mode", 100, 108), ("uid", 108, 116), ("gid", 116, 124), ("size", 124, 136), ("mtime", 136, 148),
    ("checksum", 148, 156), ("type", 156, 157), ("link", 157, 257), ("magic", 257, 265), ("user", 265, 297),
    ("group", 297, 329), ("device major", 329, 337), ("device minor", 337, 345), ("prefix", 345, 500), ("padding", 500, 512),
)


def entries(path):
    """(header, content) of each entry; at the end what follows the last one."""
    with open(path, "rb") as file:
        data = file.read()
    at = 0
    while at < len(data) and data[at] != 0:
        header = data[at : at + BLOCK]
        size = int(header[124:136].rstrip(b"\0 ") or b"0", 8)
        yield header, data[at + BLOCK : at + BLOCK + size]
        at += BLOCK + (size + BLOCK - 1) // BLOCK * BLOCK
    yield b"", data[at:]


def field(header, start, end):
    return header[start:end].rstrip(b"\0").decode("utf-8", "backslashreplace")


def describe(entry):
    header, content = entry
    if not header:
        return f"the end, {len(content)} bytes"
    return f"{field(header, 0, 100)} ({len(content)} bytes, sha256 {hashlib.sha256(content).hexdigest()[:12]})"


def main(ours, theirs):
    for number, (mine, other) in enumerate(zip(entries(ours), entries(theirs))):
        if mine == other:
            continue
        print(f"entry {number}: ours is {describe(mine)}, theirs {describe(other)}")
        for name, start, end in FIELDS:
            values = field(mine[0], start, end), field(other[0], start, end)
            if values[0] != values[1]:
                print(f"  {name}: ours {values[0]!r}, theirs {values[1]!r}")
        if mine[1] != other[1]:
            print(f"  content: ours {mine[1][:400]!r}\n         theirs {other[1][:400]!r}")
        return
    print("one archive is the beginning of the other")


if __name__ == "__main__":
    main(*sys.argv[1:])
