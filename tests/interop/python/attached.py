"""Prints the digests of what a release attached: attached.py REPORT [bundle|document|classic [TYPE]]."""

import json
import sys


def main(report: str, kind: str = "", media_or_predicate_type: str = "") -> None:
    with open(report, encoding="utf-8") as file:
        chart = json.load(file)["charts"][0]
    for one in chart["signatures"]:
        types = (one.get("predicateType"), one.get("mediaType"))
        if kind in ("", one["kind"]) and (not media_or_predicate_type or media_or_predicate_type in types):
            print(one["digest"])


main(*sys.argv[1:])
