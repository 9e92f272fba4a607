"""Prints one value of a JSON file: json_value.py FILE KEY... where a number is a position in a list."""

import json
import sys


def main(path: str, *keys: str) -> None:
    try:
        with open(path, encoding="utf-8") as file:
            value = json.load(file)
        for key in keys:
            value = value[int(key)] if isinstance(value, list) else value[key]
    except (ValueError, LookupError, TypeError) as error:
        sys.exit(f"no {' '.join(keys)} in {path}: {error!r}")
    print(value if isinstance(value, str) else json.dumps(value))


main(*sys.argv[1:])
