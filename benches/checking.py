"""The chapter check: every gate of a release against what Helm alone takes to look at a chart."""

from pathlib import Path

import report
import rendering
from chapters import Bench
from measure import Spent, alternate
from report import Comparison

FEW = 50


def check(bench: Bench) -> dict:
    """Our own chart against one `helm lint`, and all real charts in one call."""
    print("\n## Check\n")
    own = _own(bench)
    print(report.times([own]))
    print("\nAll checks, the values and four files of ci/, three versions of Kubernetes, against one `helm lint`.")
    return {"own": own.raw(), **_corpus(bench)}


def _own(bench: Bench) -> Comparison:
    subject = rendering.agents(bench)
    ours, theirs = bench.commands.check([subject.folder]), bench.commands.lint(subject.folder)[1]
    samples = alternate(bench.runner, lambda _: ours, lambda _: theirs, bench.runs)
    return Comparison("agents (ours)", "helm lint", *samples, report.CHECK)


def _corpus(bench: Bench) -> dict:
    """One call of ours against two calls of Helm's for each chart, one after the other, once."""
    folders = sorted({case.folder for case in bench.corpus.cases})
    if not folders:
        print("\n**NOT MEASURED: there is no corpus.**")
        return {}
    [command] = bench.commands.check(folders)
    ours, _ = bench.runner.attempt(command)
    theirs = [_helm(bench, folder) for folder in folders]
    ratio = sum(spent.wall_ms for spent in theirs) / ours.wall_ms
    cpu = sum(spent.cpu_ms for spent in theirs) / ours.cpu_ms
    peaks = [_peak(bench, folders[:FEW]), _peak(bench, folders)]
    rows = [
        ["portolan check, one call", f"{ours.wall_ms / 1000:.1f}", f"{ours.cpu_ms / 1000:.1f}"],
        ["helm lint, helm template", *(f"{sum(values) / 1000:.1f}" for values in zip(*theirs))],
    ]
    print(f"\n{report.table([f'{len(folders)} real charts', 'wall, s', 'CPU, s'], rows)}\n")
    print(f"Ratio **{ratio:.1f}×** ({cpu:.1f}× of CPU), goal {report.CHECK_CORPUS.judge(ratio)}.")
    print(f"Peak memory: {peaks[0] / 1e6:.0f} MB for {FEW} of them, {peaks[1] / 1e6:.0f} MB for all.")
    return {"charts": len(folders), "ours": list(ours), "theirs": [list(spent) for spent in theirs], "peaks": peaks}


def _helm(bench: Bench, folder: Path) -> Spent:
    [lint], [template] = bench.commands.lint(folder)[1], bench.commands.template(folder)[1]
    spent = [bench.runner.attempt(command)[0] for command in (lint, template)]
    return Spent(*map(sum, zip(*spent)))


def _peak(bench: Bench, folders: list[Path]) -> int:
    """With a baseline to write, findings are no failure."""
    baseline = bench.scratch / "baseline.json"
    [command] = bench.commands.check(folders, "--write-baseline", str(baseline))
    return bench.runner.peak_bytes(command)
