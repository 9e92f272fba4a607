"""The chapters about releases, and what all chapters use. Each measures, prints its table, and returns its raw numbers."""

import gzip
from dataclasses import asdict, dataclass
from pathlib import Path

import depth
import report
import servers
from commands import Commands
from corpus import Corpus
from measure import Runner, alternate
from project import MeasuredChart
from report import Comparison

MEMORY_RUNS = 5


@dataclass(frozen=True)
class Bench:
    """What every chapter uses."""

    runner: Runner
    commands: Commands
    project: Path
    scratch: Path
    runs: int
    round_trip_ms: float
    registry_kind: str
    corpus: Corpus

    def chart(self, name: str) -> MeasuredChart:
        """A chart of the project."""
        return MeasuredChart.read(self.project, f"charts/{name}")

    def registry(self, name: str):
        """A new empty registry."""
        return servers.registry(self.registry_kind, self.commands.tools, self.scratch / f"{self.registry_kind}-{name}")


def package(bench: Bench) -> list[dict]:
    """`portolan package` against `helm package`, on three charts."""
    rows, notes = [], []
    for name in ("agents", "large", "parent"):
        chart = bench.chart(name)
        ours, theirs = bench.commands.portolan_package(chart), bench.commands.helm_package(chart)
        what = f"package {name} ({chart.files} files, {chart.size / 1e6:.1f} MB)"
        samples = alternate(bench.runner, lambda _: ours, lambda _: theirs, bench.runs)
        rows.append(Comparison(what, "helm package", *samples, report.PACKAGE))
        notes.append(f"{name}: {_same_tar(bench.commands.output, chart)}")
    print(f"\n## Package\n\n{report.times(rows)}\n\nArchives: {'; '.join(notes)}.")
    return [row.raw() for row in rows]


def _same_tar(output: Path, chart: MeasuredChart) -> str:
    """Whether both packed the same, and how well."""
    ours, theirs = ((output / tool / chart.archive).read_bytes() for tool in ("portolan", "helm"))
    same = gzip.decompress(ours) == gzip.decompress(theirs)
    return f"{'same tar' if same else 'DIFFERENT TAR'}, {len(ours):,} against {len(theirs):,} bytes"


def release(bench: Bench) -> list[dict]:
    """First release and repeated release, on loopback and with latency."""
    rows = []
    with bench.registry("release") as port, servers.latency(port, bench.round_trip_ms, bench.scratch) as far:
        rows += _releases(bench, port, port, "loopback", report.RELEASE)
        fresh, kept = servers.round_trips(far)
        rows += _releases(bench, port, far, f"{bench.round_trip_ms:g} ms", None)
    print(f"\n## Release to {bench.registry_kind}\n\n{report.times(rows)}\n")
    print(f"Through the latency proxy a request takes {kept:.1f} ms, the first of a connection {fresh:.1f} ms.")
    return [row.raw() for row in rows]


def _releases(bench: Bench, registry: int, port: int, where: str, goal: report.Goal | None) -> list[Comparison]:
    """`registry` is where the tags are looked at, `port` where the commands push to."""
    chart, commands = bench.chart("agents"), bench.commands
    names = ["package", "push", "oras push"] if commands.tools.oras else ["package", "push"]
    whole = "helm " + " + ".join(names)

    def ours(number: int):
        return commands.portolan_release(chart, port, f"ours-{port}-{number}")

    def theirs(number: int):
        return commands.classic_release(chart, port, f"theirs-{port}-{number}")

    first = Comparison(f"first release, {where}", whole, *alternate(bench.runner, ours, theirs, bench.runs), goal)
    _expect_same_tags(bench, registry, f"ours-{port}-1/agents", f"theirs-{port}-1/agents")
    again = alternate(bench.runner, lambda _: ours(1), lambda _: theirs(1), bench.runs)
    repeat = Comparison(f"release again, {where}", whole, *again)
    rows = [first, repeat.only("helm push", slice(1, 2)), repeat]
    return [first, first.only("helm package + push", slice(0, 2)), *rows[1:]] if commands.tools.oras else rows


def _expect_same_tags(bench: Bench, port: int, ours: str, theirs: str) -> None:
    """The comparison is fair only if both leave the same behind."""
    left = servers.tags(port, ours), servers.tags(port, theirs)
    if left[0] != left[1] and bench.commands.tools.oras:
        print(f"\nNOT THE SAME RESULT: portolan left the tags {left[0]}, the others {left[1]}.")


def requests(bench: Bench, delay_ms: float = 20) -> dict:
    """Requests and sequential depth of one first release."""
    chart, raw = bench.chart("agents"), {}
    print(f"\n## Requests of one unsigned first release\n\nEach is held back by {delay_ms:g} ms; a level is a step that waits for the one before.")
    with bench.registry("requests") as registry:
        for who, commands in (("portolan", bench.commands.portolan_release), ("classic", bench.commands.classic_release)):
            records = bench.scratch / f"requests-{who}.jsonl"
            with servers.recorder(registry, delay_ms, records) as port:
                bench.runner.run(commands(chart, port, who))
            found = depth.read(records)
            raw[who] = {"requests": len(found), "depth": depth.depth(found), "list": [asdict(one) for one in found]}
            print_requests(who, found, report.DEPTH if who == "portolan" else None)
    return raw


def print_requests(who: str, found: list[depth.Request], goal: report.Goal | None) -> None:
    """The table of all requests under a heading with their number and depth."""
    deepest = depth.depth(found)
    judged = f" (goal {goal.judge(deepest)})" if goal else ""
    print(f"\n### {who}: {len(found)} requests, sequential depth {deepest}{judged}\n")
    head = ["level", "request", "status", "at, ms", "body, bytes"]
    origin = found[0].start_ms if found else 0
    rows = [
        [str(one.level), f"{one.method} {one.shown()}", str(one.status), f"{one.start_ms - origin:.0f}", str(one.sent_bytes or "")]
        for one in found
    ]
    print(report.table(head, rows))


def memory(bench: Bench) -> list[dict]:
    """Peak resident memory of every command."""
    rows, raw = [], []
    with bench.registry("memory") as port:
        for label, commands, goal in _memory_cases(bench, port):
            runs = [[bench.runner.peak_bytes(command) for command in commands(number)] for number in range(MEMORY_RUNS)]
            for position, command in enumerate(commands(0)):
                peak = max(run[position] for run in runs) / 1e6
                name = f"{Path(command[0]).name} {command[1]} {label}"
                rows.append([name, f"{peak:.1f}", goal.judge(peak) if goal else ""])
                raw.append({"command": name, "peak_bytes": [run[position] for run in runs]})
    head = ["command", "peak, MB", "goal"]
    print(f"\n## Peak memory\n\nThe highest of {MEMORY_RUNS} runs each.\n\n{report.table(head, rows)}")
    return raw


def _memory_cases(bench: Bench, port: int):
    """Label, commands by run number, goal."""
    agents, large, commands = bench.chart("agents"), bench.chart("large"), bench.commands
    return [
        ("agents", lambda number: commands.portolan_release(agents, port, f"memory-ours-{number}"), report.MEMORY),
        ("agents", lambda number: commands.classic_release(agents, port, f"memory-theirs-{number}"), None),
        ("agents", lambda _: commands.portolan_package(agents), None),
        ("large", lambda _: commands.portolan_package(large), None),
        ("large", lambda _: commands.helm_package(large), None),
    ]
