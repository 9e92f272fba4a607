"""Making a case smaller while the programs still disagree about it."""

import re
import time

from charts import Case

# The pieces of a text that go together.
PIECES = re.compile(r"\{\{-?|-?\}\}|[\w.$é]+|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|\s+|.", re.DOTALL)
# Without these files nothing is a chart.
NEEDED = ("chart/Chart.yaml",)


def shrunk(case, judge, seconds):
    """The smallest case found in that time."""
    return Shrinker(case, judge, seconds).run()


class Shrinker:
    """Tries ever smaller cases."""

    def __init__(self, case, judge, seconds):
        self.case, self.judge = case, judge
        self.until = time.monotonic() + seconds
        found, _ = judge.difference(case)
        self.shape = found.shape() if found else None

    def run(self):
        if self.shape is None:
            return self.case
        size = None
        while size != self.size() and time.monotonic() < self.until:
            size = self.size()
            self.drop_files()
            self.drop_arguments()
            for name in list(self.case.files):
                self.cut(name, re.compile(r"[^\n]*\n|[^\n]+"))
                self.cut(name, PIECES)
        return self.case

    def size(self):
        return len(self.case.arguments), sum(len(name) + len(text) for name, text in self.case.files.items())

    def accepts(self, case):
        """Whether the programs disagree about this, too; then it is the case from now on."""
        if time.monotonic() > self.until:
            return False
        found, _ = self.judge.difference(case)
        if not found or found.shape() != self.shape:
            return False
        self.case = case
        return True

    def drop_files(self):
        names = [name for name in self.case.files if name not in NEEDED]
        self.reduce(names, lambda kept: Case(self.case.arguments, {name: text for name, text in self.case.files.items() if name in kept or name in NEEDED}))

    def drop_arguments(self):
        first, *rest = self.case.arguments
        rest.remove("chart")
        for count in (2, 1):
            for start in range(len(rest) - count, -1, -1):
                shorter = rest[:start] + rest[start + count :]
                if self.accepts(Case([first, *shorter[:1], "chart", *shorter[1:]] if shorter[:1] == ["demo"] else [first, "chart", *shorter], self.case.files)):
                    rest = shorter

    def cut(self, name, pieces):
        """Takes pieces out of one file."""
        if name not in self.case.files:
            return
        parts = pieces.findall(self.case.files[name])
        self.reduce(parts, lambda kept: Case(self.case.arguments, {**self.case.files, name: "".join(kept)}))

    def reduce(self, items, build):
        """Leaves out items, many at a time at first, as long as the programs disagree."""
        size = len(items)
        while size >= 1:
            start = 0
            while start < len(items):
                rest = items[:start] + items[start + size :]
                if self.accepts(build(rest)):
                    items = rest
                else:
                    start += size
            size //= 2
