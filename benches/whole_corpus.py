"""The chapter cpu: the CPU time of every case of the corpus, also of those that Helm refuses, once for each program."""

from dataclasses import dataclass

import report
from chapters import Bench
from corpus import Case
from measure import Spent

SHOWN = 10


@dataclass(frozen=True)
class Once:
    """One case as both rendered it."""

    name: str
    ours: Spent
    theirs: Spent
    exits: tuple[int, int]

    def ratio(self) -> float:
        """How many times as much CPU time Helm takes."""
        return self.theirs.cpu_ms / self.ours.cpu_ms


def cpu(bench: Bench) -> dict:
    """Totals of both, and the cases that are furthest from the goal."""
    print("\n## CPU time of the whole corpus\n")
    cases = [_once(bench, case, number % 2 == 1) for number, case in enumerate(bench.corpus.cases)]
    if not cases:
        print("**NOT MEASURED: there is no corpus.**")
        return {}
    ours, theirs = _total([case.ours for case in cases]), _total([case.theirs for case in cases])
    ratio = theirs.cpu_ms / ours.cpu_ms
    print(report.table([f"{len(cases)} cases", "CPU, s", "wall, s"], [_line("portolan", ours), _line("helm", theirs)]))
    print(f"\nCPU ratio **{ratio:.1f}×**, goal {report.CPU.judge(ratio)}.")
    _print_worst(cases)
    for case in cases:
        if case.exits[0] != case.exits[1]:
            print(f"- DIFFERENT EXIT CODES: {case.name}: {case.exits[0]} against {case.exits[1]}")
    return {"cpu_ratio": ratio, "cases": [[case.name, *case.ours, *case.theirs, *case.exits] for case in cases]}


def _once(bench: Bench, case: Case, theirs_first: bool) -> Once:
    """Who is first changes from case to case: the second finds the chart in the page cache."""
    commands = [command for [command] in bench.commands.template(case.folder, *case.arguments())]
    if theirs_first:
        theirs, ours = (bench.runner.attempt(command) for command in reversed(commands))
    else:
        ours, theirs = (bench.runner.attempt(command) for command in commands)
    name = f"{case.chart} {case.values.name if case.values else 'alone'}"
    return Once(name, ours[0], theirs[0], (ours[1], theirs[1]))


def _total(all_spent: list[Spent]) -> Spent:
    return Spent(*map(sum, zip(*all_spent)))


def _line(who: str, total: Spent) -> list[str]:
    return [who, f"{total.cpu_ms / 1000:.2f}", f"{total.wall_ms / 1000:.2f}"]


def _print_worst(cases: list[Once]) -> None:
    """The goal is missed by what stands on top here: time beyond an eighth of Helm's."""
    beyond = sorted(cases, key=lambda case: case.theirs.cpu_ms / report.CPU.limit - case.ours.cpu_ms)
    rows = [
        [case.name, f"{case.ours.cpu_ms:.0f}", f"{case.theirs.cpu_ms:.0f}", f"{case.ratio():.1f}×"] for case in beyond[:SHOWN]
    ]
    print(f"\nFurthest beyond an eighth of Helm's, of one run each:\n\n{report.table(['case', 'portolan, CPU ms', 'helm', 'ratio'], rows)}\n")
