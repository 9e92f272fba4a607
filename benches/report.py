"""Figures as Markdown tables, with the goals beside them, and as raw numbers."""

import statistics
from dataclasses import asdict, dataclass

from measure import Spent, Summary


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
SIGNED = Goal(20, "×", at_least=True)
DEPTH = Goal(10, "", at_least=False)
SIGNED_DEPTH = Goal(20, "", at_least=False)
MEMORY = Goal(40, " MB", at_least=False)
RENDER = Goal(10, "×", at_least=True)
RENDER_LARGE = Goal(5, "×", at_least=True)
MATRIX = Goal(1, "×", at_least=True)
CPU = Goal(8, "×", at_least=True)
CHECK = Goal(1, "×", at_least=True)
CHECK_CORPUS = Goal(6, "×", at_least=True)
DEFINITIONS = Goal(5, "×", at_least=True)
SCHEMAS = Goal(5, " ms", at_least=False)
SCHEMAS_SIZE = Goal(1, " MB", at_least=False)


@dataclass(frozen=True)
class Comparison:
    """Two contestants' runs; a sample is what each command of one run took."""

    what: str
    against: str
    ours: list[list[Spent]]
    theirs: list[list[Spent]]
    goal: Goal | None = None

    def only(self, against: str, commands: slice) -> "Comparison":
        """The same runs against some of the other's commands."""
        return Comparison(self.what, against, self.ours, [sample[commands] for sample in self.theirs])

    def summaries(self) -> tuple[Summary, Summary]:
        """Milliseconds of whole runs."""
        ours, theirs = ([sum(spent.wall_ms for spent in run) for run in runs] for runs in (self.ours, self.theirs))
        return Summary.of(ours), Summary.of(theirs)

    def ratio(self) -> float:
        """How many times as long the other takes, by medians."""
        ours, theirs = self.summaries()
        return theirs.median / ours.median

    def cpu_ratio(self) -> float:
        """How many times as much CPU time the other takes, by medians."""
        ours, theirs = (
            statistics.median(sum(spent.cpu_ms for spent in run) for run in runs) for runs in (self.ours, self.theirs)
        )
        return theirs / ours

    def row(self) -> list[str]:
        """For the table of `times`."""
        ours, theirs = self.summaries()
        ratio = self.ratio()
        goal = self.goal.judge(ratio) if self.goal else ""
        return [self.what, _times(ours), self.against, _times(theirs), f"**{ratio:.1f}×**", goal]

    def raw(self) -> dict:
        """Everything, for the JSON file."""
        ours, theirs = self.summaries()
        return {
            "what": self.what,
            "against": self.against,
            "ratio_of_medians": self.ratio(),
            "cpu_ratio_of_medians": self.cpu_ratio(),
            "portolan_ms": {**asdict(ours), "samples": self.ours},
            "against_ms": {**asdict(theirs), "samples": self.theirs},
        }


@dataclass(frozen=True)
class Rendering:
    """One chart as both render or lint it: sizes and memory in bytes, and whether they print the same."""

    comparison: Comparison
    template_bytes: int
    output_bytes: int
    peak_bytes: int
    their_peak_bytes: int
    same: str

    def row(self) -> list[str]:
        """For the table of `renderings`."""
        what, ours, _, theirs, ratio, goal = self.comparison.row()
        sizes = [f"{size / 1e3:,.0f}" for size in (self.template_bytes, self.output_bytes)]
        peak, their_peak = self.peak_bytes / 1e6, self.their_peak_bytes / 1e6
        memory = "≤ met" if peak <= their_peak else "≤ **missed**"
        return [what, *sizes, ours, theirs, ratio, goal, f"{self.comparison.cpu_ratio():.1f}×", f"{peak:.1f}", f"{their_peak:.1f}", memory]

    def raw(self) -> dict:
        """Everything, for the JSON file."""
        return {**asdict(self), "comparison": self.comparison.raw()}


def renderings(rows: list[Rendering]) -> str:
    """A table of charts."""
    head = ["chart", "templates, kB", "output, kB", "portolan, ms", "helm, ms", "ratio", "goal", "CPU ratio", "peak, MB", "helm's", "goal"]
    return table(head, [row.row() for row in rows])


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
