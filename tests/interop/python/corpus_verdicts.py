"""Reads the verdicts of the corpus' comparer and fails unless all of them are good: corpus_verdicts.py FILE GOOD...

FILE holds a JSON object per case and line, with `id`, `case` and `verdict`.
"""

import collections
import json
import sys


def main(file: str, good: set[str]) -> int:
    with open(file, encoding="utf-8") as lines:
        cases = [json.loads(line) for line in lines]
    bad = [case for case in cases if case["verdict"] not in good]
    for case in bad[:20]:
        print(f"{case['id']} {case['case']}: {case['verdict']}")
    counted = collections.Counter(case["verdict"] for case in cases)
    totals = ", ".join(f"{count} {verdict}" for verdict, count in counted.most_common())
    print(f"{len(cases)} cases: {totals}")
    return 1 if bad or not cases else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], set(sys.argv[2:])))
