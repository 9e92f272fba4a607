#!/usr/bin/env python3
"""Makes charts from a seed, gives them to Helm and to Portolan, and tells where the two disagree."""

import argparse
import os
import random
import sys
import tempfile
import time
from pathlib import Path

import charts
import report
from compare import Judge
from programs import Program
from shrink import shrunk

ROOT = Path(__file__).resolve().parents[2]


def options(arguments):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="the first case's seed (1)")
    parser.add_argument("--count", type=int, default=100, help="how many charts; each next one has the next seed (100)")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after that time, whatever --count says; what was found is still made smaller")
    parser.add_argument("--templates", type=int, default=25, help="templates in each chart (25)")
    parser.add_argument("--differences", type=int, default=5, help="stop after that many (5)")
    parser.add_argument("--shrink", type=float, default=60, metavar="SECONDS", help="time to make each smaller (60); 0 leaves it")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="write the charts that show differences there")
    tools = os.environ.get("PORTOLAN_TOOLS", ROOT / "target" / "interop-tools")
    there = Path(tools) / "bin" / "helm"
    parser.add_argument("--helm", default=str(there) if there.exists() else "helm", help="Helm's binary")
    parser.add_argument("--portolan", default=os.environ.get("PORTOLAN", str(ROOT / "target/release/portolan")), help="ours ($PORTOLAN)")
    return parser.parse_args(arguments)


def main(arguments):
    wanted = options(arguments)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        judge = Judge(Program(wanted.helm, scratch), Program(wanted.portolan, scratch), scratch, begun + wanted.seconds)
        return search(wanted, judge, begun)


def search(wanted, judge, begun):
    """Looks at one chart after the other; the exit code."""
    found = looked_at = 0
    for seed in range(wanted.seed, wanted.seed + wanted.count):
        if time.monotonic() > judge.until or found >= wanted.differences:
            break
        looked_at += 1
        case = charts.case(random.Random(seed), wanted.templates)
        difference, case = judge.first_difference(case)
        if difference:
            found += 1
            tell(wanted, judge, seed, case)
    took = time.monotonic() - begun
    print(f"{looked_at} charts, {judge.runs} runs of each program, {found} differences, {judge.undecided} undecided, {took:.0f} s")
    return 1 if found else 0


def tell(wanted, judge, seed, case):
    if wanted.shrink:
        case = shrunk(case, judge, wanted.shrink)
    difference, _ = judge.difference(case)
    if not difference:
        print(f"=== seed {seed}: differs now and then")
        return
    print(report.text(seed, case, difference), flush=True)
    if wanted.keep:
        print(f"kept in {report.keep(wanted.keep, seed, case)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
