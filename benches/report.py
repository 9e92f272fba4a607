"""Figures as Markdown tables, with the goals beside them, and as raw numbers."""

from dataclasses import asdict, dataclass

from measure import Summary


@dataclass(frozen=True)
class Goal:
    """A figure that we want to reach; missing it fails nothing."""

    limit: float
    unit: str
    at_least: bool

    def judge(self, value: float) -> str:
        """`≥ 5× met`."""
        sign, met = ("≥", value >= self.limit) if self.at_least else ("≤", value <= self.limit)
        return f"{sign} {self.limit:g}{self.unit} {'met' if met else '**missed**'}"


PACKAGE = Goal(10, "×", at_least=True)
RELEASE = Goal(5, "×", at_least=True)
DEPTH = Goal(10, "", at_least=False)
MEMORY = Goal(40, " MB", at_least=False)


@dataclass(frozen=True)
class Comparison:
    """Two contestants' runs; a sample is the milliseconds of each command of one run."""

    what: str
    against: str
    ours: list[list[float]]
    theirs: list[list[float]]
    goal: Goal | None = None

    def only(self, against: str, commands: slice) -> "Comparison":
        """The same runs against some of the other's commands."""
        return Comparison(self.what, against, self.ours, [sample[commands] for sample in self.theirs])

    def summaries(self) -> tuple[Summary, Summary]:
        """Of whole runs."""
        return Summary.of([sum(sample) for sample in self.ours]), Summary.of([sum(sample) for sample in self.theirs])

    def row(self) -> list[str]:
        """For the table of `times`."""
        ours, theirs = self.summaries()
        ratio = theirs.median / ours.median
        goal = self.goal.judge(ratio) if self.goal else ""
        return [self.what, _times(ours), self.against, _times(theirs), f"**{ratio:.1f}×**", goal]

    def raw(self) -> dict:
        """Everything, for the JSON file."""
        ours, theirs = self.summaries()
        return {
            "what": self.what,
            "against": self.against,
            "ratio_of_medians": theirs.median / ours.median,
            "portolan_ms": {**asdict(ours), "samples": self.ours},
            "against_ms": {**asdict(theirs), "samples": self.theirs},
        }


def times(comparisons: list[Comparison]) -> str:
    """A table of comparisons."""
    head = ["what", "portolan, ms", "against", "ms", "ratio", "goal"]
    return table(head, [comparison.row() for comparison in comparisons])


def _times(summary: Summary) -> str:
    return f"{summary.median:.1f} ({summary.minimum:.1f}–{summary.p90:.1f})"


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table whose columns stand under each other in a terminal too."""
    widths = [max(map(len, column)) for column in zip(head, *rows)]

    def line(cells: list[str]) -> str:
        return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths)) + " |"

    return "\n".join([line(head), "|" + "|".join("-" * (width + 2) for width in widths) + "|", *map(line, rows)])
