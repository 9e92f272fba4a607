"""Real charts of many publishers, from the folder that $PORTOLAN_CORPUS names; none of them is part of this project."""

import csv
import os
import re
import shlex
import tarfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ARCHIVE = "dev.tar.xz"
DEFINITION = re.compile(rb"^kind: *CustomResourceDefinition\b", re.MULTILINE)
SAYS_SOMETHING = 500  # bytes; charts that print less have everything switched off


@dataclass(frozen=True)
class Case:
    """A line of the corpus's index: a chart with one of its own values files, and what Helm made of it once."""

    chart: str
    folder: Path
    values: Path | None
    options: tuple[str, ...]
    output_bytes: int
    cpu_seconds: float
    renders: bool
    lints: bool
    repeats: bool

    def arguments(self) -> list[str]:
        """What Helm needs besides the chart."""
        return [*(["--values", str(self.values)] if self.values else []), *self.options]


@dataclass(frozen=True)
class RealChart:
    """A chart that renders and lints with its own values alone."""

    name: str
    folder: Path
    template_bytes: int
    schema_bytes: int
    default: Case
    values: tuple[Path, ...]

    @classmethod
    def read(cls, cases: list[Case]) -> "RealChart":
        """From the cases of one chart, of which the first is the one without values, and from the disk."""
        default, *others = cases
        schema = default.folder / "values.schema.json"
        size = schema.stat().st_size if schema.exists() else 0
        values = tuple(case.values for case in others if case.renders and case.values and not case.options)
        return cls(default.chart, default.folder, template_bytes(default.folder), size, default, values)


@dataclass(frozen=True)
class Picked:
    """A chart and the rule that chose it; small and middle ones have to be rendered 10 times as fast, large ones 5."""

    chart: RealChart
    rule: str
    is_large: bool


class Corpus:
    """The unpacked charts; empty if they are not on this machine."""

    def __init__(self, scratch: Path) -> None:
        self.archive = Path(os.environ.get("PORTOLAN_CORPUS", "")) / ARCHIVE
        self.is_here = self.archive.is_absolute() and self.archive.is_file()
        self._scratch = scratch

    @cached_property
    def cases(self) -> list[Case]:
        """Every case, those that Helm refuses too."""
        if not self.is_here:
            return []
        with tarfile.open(self.archive) as archive:
            archive.extractall(self._scratch, filter="data")
        root = self._scratch / "corpus"
        with open(root / "index.tsv", encoding="utf-8", newline="") as index:
            return [_case(root, row) for row in csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE)]

    @cached_property
    def charts(self) -> list[RealChart]:
        """Those that Helm renders and lints without further values, by the size of their templates."""
        cases: dict[str, list[Case]] = {}
        for case in sorted(self.cases, key=lambda case: case.values is not None):
            cases.setdefault(case.chart, []).append(case)
        good = [of_chart for of_chart in cases.values() if _is_good(of_chart[0])]
        return sorted(map(RealChart.read, good), key=lambda chart: chart.template_bytes)

    def largest_definitions(self, count: int) -> list[Path]:
        """The largest files of custom resource definitions in a chart's `crds/`, each content once, the largest first."""
        if not self.cases:
            return []
        charts = self._scratch / "corpus" / "charts"
        folders = (file.parent / "crds" for file in charts.rglob("Chart.yaml"))
        files = sorted(file for folder in folders for file in folder.rglob("*.y*ml") if file.is_file())
        once = {file.read_bytes(): file for file in reversed(files)}
        holding = [(len(text), file) for text, file in once.items() if DEFINITION.search(text)]
        return [file for _, file in sorted(holding, key=lambda one: (-one[0], one[1]))[:count]]

    def of_rising_size(self, quantiles: int) -> list[Picked]:
        """Evenly through all sizes, then the extremes; chosen by size, never by name."""
        if not self.charts:
            return []
        last = len(self.charts) - 1
        picked = []
        for number in range(quantiles):
            share = number / (quantiles - 1)
            picked.append(Picked(self.charts[round(share * last)], f"{share:.0%} of sizes", share > 0.9))
        longest = _most("longest output", self.charts, lambda chart: chart.default.output_bytes)
        return _once([*picked, *self._with_schema(), *self.largest(3), *longest, *self.with_most_values(), *self.heaviest()])

    def _with_schema(self) -> list[Picked]:
        """The middle and the largest values.schema.json."""
        having = sorted((chart for chart in self.charts if chart.schema_bytes), key=lambda chart: chart.schema_bytes)
        middle, most = having[len(having) // 2], having[-1]
        return [Picked(middle, "middle schema", False), Picked(most, "largest schema", True)]

    def largest(self, count: int) -> list[Picked]:
        """Those with the most bytes of templates."""
        return [Picked(chart, "most bytes", True) for chart in self.charts[-count:]]

    def with_most_values(self) -> list[Picked]:
        """The one with the most values files of its own."""
        return _most("most values", self.charts, lambda chart: len(chart.values))

    def heaviest(self) -> list[Picked]:
        """Those that cost Helm most: with the same output each time, and with keys or passwords made up."""
        random = [chart for chart in self.charts if not chart.default.repeats]
        repeating = [chart for chart in self.charts if chart.default.repeats]
        return [
            *_most("heaviest for helm", repeating, lambda chart: chart.default.cpu_seconds),
            *_most("heaviest of random ones", random, lambda chart: chart.default.cpu_seconds),
        ]


def template_bytes(chart: Path) -> int:
    """Bytes of all files in `templates/`, of the charts within too, packed or not."""
    files = [file for file in chart.rglob("*") if file.is_file()]
    own = sum(file.stat().st_size for file in files if "templates" in file.relative_to(chart).parts[:-1])
    return own + sum(_template_bytes_packed(file) for file in files if file.suffix == ".tgz")


def _template_bytes_packed(file: Path) -> int:
    with tarfile.open(file) as archive:
        return sum(member.size for member in archive if member.isfile() and "/templates/" in member.name)


def _case(root: Path, row: dict[str, str]) -> Case:
    return Case(
        chart=row["id"],
        folder=root / "charts" / row["id"],
        values=root / row["values_file"] if row["values_file"] else None,
        options=tuple(shlex.split(row["extra_args"])),
        output_bytes=int(row["output_bytes"]),
        cpu_seconds=float(row["template_cpu_seconds"]),
        renders=row["template_exit"] == "0",
        lints=row["lint_exit"] == "0",
        repeats=row["deterministic"] == "yes",
    )


def _is_good(case: Case) -> bool:
    alone = case.values is None and not case.options
    return alone and case.renders and case.lints and case.output_bytes >= SAYS_SOMETHING


def _most(rule: str, charts: list[RealChart], of: Callable[[RealChart], float]) -> list[Picked]:
    return [Picked(max(charts, key=of), rule, True)] if charts else []


def _once(picked: Iterable[Picked]) -> list[Picked]:
    """Each chart by the last rule that chose it, smaller ones first."""
    last = {one.chart.name: one for one in picked}
    return sorted(last.values(), key=lambda one: one.chart.template_bytes)
