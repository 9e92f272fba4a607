"""Where portolan spends its time, as far as `perf` is there and the binary has symbols."""

import shutil

import report
from chapters import Bench

REPEATS = 5
SHOWN = 15
NAME_COLUMNS = 90
FREQUENCY = "5000"


def hotspots(bench: Bench) -> list[dict]:
    """The functions that take most, over the charts with the most work."""
    print("\n## Where the time goes\n")
    if shutil.which("perf") is None:
        print("**NOT MEASURED: there is no perf.**")
        return []
    raw = []
    for picked in [*bench.corpus.largest(1), *bench.corpus.with_most_values(), *bench.corpus.heaviest()]:
        [command] = bench.commands.template(picked.chart.folder)[0]
        functions = _functions(bench, command)
        raw.append({"chart": picked.chart.name, "functions": functions})
        print(f"### {picked.chart.name} ({picked.rule})\n\n{report.table(['share', 'function'], functions)}\n")
    return raw


def _functions(bench: Bench, command: list[str]) -> list[list[str]]:
    """Share and name of each, largest first."""
    data = str(bench.scratch / "perf.data")
    repeated = ["sh", "-c", f'for run in $(seq {REPEATS}); do "$@" >/dev/null || exit; done', "sh", *command]
    bench.runner.run([["perf", "record", "--quiet", "--freq", FREQUENCY, "--output", data, *repeated]])
    options = ["--comm", "portolan", "--sort", "symbol", "--stdio", "--quiet", "--field-separator", "\t"]
    listing = bench.runner.stdout(["perf", "report", "--input", data, "--no-children", *options])
    lines = (line.split("\t") for line in listing.decode("utf-8", "replace").splitlines() if "\t" in line)
    return [[share.strip(), name.strip()[:NAME_COLUMNS]] for share, name, *_ in lines][:SHOWN]
