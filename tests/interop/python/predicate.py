"""Prints the predicates of one type, each on a line with sorted keys: predicate.py TYPE FILE...

A file holds, one per line, what cosign prints: DSSE envelopes, or bundles with one.
"""

import base64
import json
import sys


def main(wanted: str, *files: str) -> None:
    found = 0
    for path in files:
        with open(path, encoding="utf-8") as file:
            lines = [json.loads(line) for line in file if line.startswith("{")]
        for line in lines:
            statement = json.loads(base64.b64decode(line.get("dsseEnvelope", line)["payload"]))
            if statement["predicateType"] == wanted:
                found += 1
                print(json.dumps(statement["predicate"], sort_keys=True))
    if not found:
        sys.exit(f"no predicate of type {wanted}")


main(*sys.argv[1:])
