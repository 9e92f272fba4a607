"""The chapters template and lint: our own chart and real ones of rising size, as cold processes."""

from dataclasses import dataclass
from pathlib import Path

import report
from chapters import Bench
from corpus import Picked, template_bytes
from measure import Command, alternate
from report import Comparison, Goal, Rendering

QUANTILES = 10
LINT_QUANTILES = 4
MEMORY_RUNS = 3


@dataclass(frozen=True)
class Subject:
    """A chart as a row of a table."""

    label: str
    folder: Path
    template_bytes: int
    goal: Goal

    @classmethod
    def of(cls, picked: Picked) -> "Subject":
        """A real chart; the label names the rule beside it."""
        goal = report.RENDER_LARGE if picked.is_large else report.RENDER
        return cls(f"{picked.chart.name} ({picked.rule})", picked.chart.folder, picked.chart.template_bytes, goal)


def template(bench: Bench) -> list[dict]:
    """`portolan template` against `helm template`, charts of rising size."""
    subjects = [agents(bench), *map(Subject.of, bench.corpus.of_rising_size(QUANTILES))]
    return _compare(bench, "template", subjects)


def lint(bench: Bench) -> list[dict]:
    """`portolan lint` against `helm lint`, a few of them."""
    few = bench.corpus.of_rising_size(LINT_QUANTILES)
    return _compare(bench, "lint", [agents(bench), *map(Subject.of, few)])


def agents(bench: Bench) -> Subject:
    """Our own chart."""
    folder = bench.project / "charts" / "agents"
    return Subject("agents (ours)", folder, template_bytes(folder), report.RENDER)


def _compare(bench: Bench, verb: str, subjects: list[Subject]) -> list[dict]:
    rows = [_rendering(bench, verb, subject) for subject in subjects]
    print(f"\n## {verb.capitalize()}\n\n{report.renderings(rows)}\n")
    print(f"Both print the same bytes for {sum(row.same == 'same' for row in rows)} of {len(rows)} charts.")
    for row in rows:
        if row.same != "same":
            print(f"- {row.comparison.what}: {row.same}")
    return [row.raw() for row in rows]


def _rendering(bench: Bench, verb: str, subject: Subject) -> Rendering:
    """Times of both in turn, then memory, then what they print."""
    command = {"template": bench.commands.template, "lint": bench.commands.lint}[verb]
    ours, theirs = command(subject.folder)
    samples = alternate(bench.runner, lambda _: ours, lambda _: theirs, bench.runs)
    peaks = [max(bench.runner.peak_bytes(commands[0]) for _ in range(MEMORY_RUNS)) for commands in (ours, theirs)]
    printed = bench.runner.stdout(theirs[0])
    comparison = Comparison(subject.label, f"helm {verb}", *samples, subject.goal)
    same = _sameness(bench, ours[0], theirs[0], printed)
    return Rendering(comparison, subject.template_bytes, len(printed), peaks[0], peaks[1], same)


def _sameness(bench: Bench, ours: Command, theirs: Command, printed: bytes) -> str:
    """`same`, or how it differs; what Helm itself prints differently the next time can't be the same."""
    if bench.runner.stdout(ours) == printed:
        return "same"
    if bench.runner.stdout(theirs) != printed:
        return "what it prints is random: Helm differs from itself, too"
    return "DIFFERENT OUTPUT"
