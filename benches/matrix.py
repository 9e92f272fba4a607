"""The chapter matrix: many scenarios of one chart in one process against two runs of Helm."""

from pathlib import Path

import report
from chapters import Bench
from measure import Command, alternate
from rendering import Subject, agents
from report import Comparison

VALUES = 10
VERSIONS = ["1.33.0", "1.34.0", "1.35.0", "1.36.0", "1.37.0"]
RENDERS = VALUES * len(VERSIONS)


def matrix(bench: Bench) -> list[dict]:
    """The chart with the most templates, and the one with the most values of its own."""
    print(f"\n## Matrix: {VALUES} values × {len(VERSIONS)} Kubernetes versions in one process\n")
    if bench.commands.tools.matrix is None:
        print("**NOT MEASURED: build it by `cargo build --release -p portolan-render --example matrix`.**")
        return []
    picked = [*bench.corpus.largest(1), *bench.corpus.with_most_values()]
    charts = [(Subject.of(one), list(one.chart.values)) for one in picked] or [(agents(bench), [])]
    rows = [_row(bench, bench.scratch / f"matrix-{number}", *chart) for number, chart in enumerate(charts)]
    print(f"{report.times(rows)}\n")
    for row in rows:
        print(f"- {row.what}: {row.summaries()[0].median / RENDERS:.1f} ms for each of {RENDERS} renders")
    return [row.raw() for row in rows]


def _row(bench: Bench, folder: Path, subject: Subject, own_values: list[Path]) -> Comparison:
    """Both render the same archive; Helm the first scenario and the last."""
    folder.mkdir()
    bench.runner.run([[bench.commands.tools.helm, "package", str(subject.folder), "--destination", str(folder)]])
    archive = next(folder.glob("*.tgz"))
    values = (own_values + _more_values(folder))[:VALUES]
    ours = bench.commands.matrix(archive, values, VERSIONS)
    scenarios = [(values[0], VERSIONS[0]), (values[-1], VERSIONS[-1])]
    theirs = [
        bench.commands.template(archive, "--values", str(file), "--kube-version", version)[1][0] for file, version in scenarios
    ]
    _expect_same_sizes(bench, ours[0], theirs)
    samples = alternate(bench.runner, lambda _: ours, lambda _: theirs, bench.runs)
    return Comparison(subject.label, "helm template, twice", *samples, report.MATRIX)


def _more_values(folder: Path) -> list[Path]:
    """Values that every chart takes."""
    files = [folder / f"values-{number}.yaml" for number in range(VALUES)]
    for number, file in enumerate(files):
        file.write_text(f"global: {{scenario: {number}}}\n")
    return files


def _expect_same_sizes(bench: Bench, ours: Command, theirs: list[Command]) -> None:
    """The comparison is fair only if the first and the last render are as long as what Helm prints."""
    lines = bench.runner.stdout(ours).decode().splitlines()
    sizes = [int(line.rsplit(" ", 1)[1]) for line in (lines[0], lines[-1])]
    expected = [len(bench.runner.stdout(command)) for command in theirs]
    if len(lines) != RENDERS or sizes != expected:
        print(f"**NOT THE SAME RESULT: {len(lines)} renders, of {sizes} bytes against {expected}.**\n")
