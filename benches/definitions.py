"""The chapter crd: real definitions against a validator in Go, and what Kubernetes' embedded schemas cost."""

import json
import os
import shlex
import shutil
import statistics
from pathlib import Path

import report
from chapters import Bench
from measure import Command, CommandFailed, Runner, Spent, alternate
from report import Comparison
from tools import ROOT

VARIABLE = "PORTOLAN_CRD_VALIDATOR"
FILES = 56
RUNS = 7
DATA = ROOT / "crates" / "manifests" / "data" / "kinds.zlib"
# The least that has every part of the schemas read: kinds of several groups, nested types, a selector, a quantity.
OBJECTS = """apiVersion: apps/v1
kind: Deployment
metadata: {name: one, labels: {app: one}}
spec:
  selector: {matchLabels: {app: one}}
  template:
    metadata: {labels: {app: one}}
    spec:
      containers:
      - name: one
        image: registry.example/one:1.2.3
        ports: [{containerPort: 8080, protocol: TCP}]
        resources: {limits: {memory: 64Mi}}
---
apiVersion: v1
kind: Service
metadata: {name: one}
spec: {selector: {app: one}, ports: [{port: 80, targetPort: 8080}]}
"""


def crd(bench: Bench) -> dict:
    """The largest definitions of real charts, then the embedded schemas."""
    print("\n## Custom resource definitions\n")
    return {"definitions": _definitions(bench), "schemas": _schemas(bench)}


def _definitions(bench: Bench) -> dict:
    files = bench.corpus.largest_definitions(FILES)
    if not files:
        print("**NOT MEASURED: there is no corpus.**")
        return {}
    size = sum(file.stat().st_size for file in files)
    runs = min(bench.runs, RUNS)
    ours = [bench.commands.tools.portolan, "crd", "validate", *map(str, files)]
    theirs = [*shlex.split(os.environ.get(VARIABLE, "")), *map(str, files)]
    if theirs[0] == str(files[0]) or not shutil.which(theirs[0]):
        print(f"**NOT COMPARED: {VARIABLE} must name a program that validates the files it is called with. Portolan alone:**\n")
        theirs = []
    samples = _in_turn(bench.runner, ours, theirs, runs)
    peak = bench.runner.peak_bytes(["sh", "-c", '"$@"; [ $? -le 1 ]', "sh", *ours])
    what = f"{len(files)} files, {size / 1e6:.1f} MB"
    raw = {"files": len(files), "bytes": size, "peak_bytes": peak, "ours": samples[0], "theirs": samples[1]}
    if not theirs:
        wall, cpu = (statistics.median(values) for values in zip(*samples[0]))
        print(report.table(["what", "wall, ms", "CPU, ms", "peak, MB"], [[what, f"{wall:.0f}", f"{cpu:.0f}", f"{peak / 1e6:.0f}"]]))
        return raw
    pairs = Comparison(what, Path(theirs[0]).name, *([[spent] for spent in some] for some in samples), report.DEFINITIONS)
    cpu = pairs.cpu_ratio()
    print(report.times([pairs]))
    print(f"\nOf CPU time the ratio is **{cpu:.1f}×**, goal {report.DEFINITIONS.judge(cpu)}. Peak memory: {peak / 1e6:.0f} MB.")
    return {**raw, "wall_ratio": pairs.ratio(), "cpu_ratio": cpu, "verdicts": _compare_verdicts(bench, ours, theirs)}


def _in_turn(runner: Runner, ours: Command, theirs: Command, runs: int) -> tuple[list[Spent], list[Spent]]:
    """A B A B …, after one run each that is not kept. Definitions may be refused."""
    samples: tuple[list[Spent], list[Spent]] = [], []
    for number in range(runs + 1):
        for command, kept in zip((ours, theirs), samples):
            if command:
                spent = _judged(runner, command)
                kept.extend([spent] if number else [])
    return samples


def _judged(runner: Runner, command: Command) -> Spent:
    spent, status = runner.attempt(command)
    if status not in (0, 1):
        raise CommandFailed(f"exit {status}: {command[0]} {command[1]} …\n{runner.said.read_text('utf-8', 'replace')[-2000:]}")
    return spent


def _compare_verdicts(bench: Bench, ours: Command, theirs: Command) -> str:
    """Both must have done the same work; what the other says is read if it is an object of JSON on each line."""
    _judged(bench.runner, [*ours, "--output", "json"])
    definitions = json.loads(bench.runner.said.read_text("utf-8"))["definitions"]
    mine = [(one["name"], one["accepted"]) for one in definitions]
    _judged(bench.runner, theirs)
    try:
        lines = map(json.loads, bench.runner.said.read_text("utf-8").splitlines())
        other = [(one["name"], one["acceptStrict"]) for one in lines]
    except (ValueError, KeyError, TypeError):
        other = None
    refused = sum(not accepted for _, accepted in mine)
    said = "verdicts not compared" if other is None else "the same verdicts" if mine == other else "DIFFERENT VERDICTS"
    print(f"\n{len(mine)} definitions, {refused} of them refused: {said}.")
    return said


def _schemas(bench: Bench) -> dict:
    """`check` with and without the group of checks that uses them, on a chart of two objects and on ours."""
    small = bench.scratch / "small"
    (small / "templates").mkdir(parents=True)
    (small / "Chart.yaml").write_text("apiVersion: v2\nname: small\nversion: 1.0.0\n")
    (small / "templates" / "objects.yaml").write_text(OBJECTS)
    rows, raw = [], {}
    for label, folder in (("small: a Deployment, a Service", small), ("agents (ours)", bench.project / "charts" / "agents")):
        raw[label] = _difference(bench, folder)
        rows.append([label, *(f"{part:.1f}" for part in raw[label]["fastest"]), report.SCHEMAS.judge(raw[label]["fastest"][-1])])
    size = DATA.stat().st_size / 1e6
    head = ["chart", "with, ms", "without, ms", "more wall, ms", "more CPU, ms", "goal"]
    print(f"\n`portolan check` with and without `--skip manifest`, for one version of Kubernetes, the fastest runs:\n\n{report.table(head, rows)}\n")
    print(f"The schemas add {size:.3f} MB to the binary, goal {report.SCHEMAS_SIZE.judge(size)}.")
    return {"charts": raw, "bytes": DATA.stat().st_size}


def _difference(bench: Bench, chart: Path) -> dict:
    """With a baseline to write, findings are no failure. The fastest runs are compared: medians of so little are noise."""
    options = ["--kubernetes", "1.37", "--write-baseline", str(bench.scratch / "baseline.json")]
    used = bench.commands.check([chart], *options)
    unused = bench.commands.check([chart], *options, "--skip", "manifest")
    samples = alternate(bench.runner, lambda _: used, lambda _: unused, bench.runs)
    (with_wall, with_cpu), (wall, cpu) = ([min(values) for values in zip(*(spent for [spent] in some))] for some in samples)
    return {"fastest": [with_wall, wall, with_wall - wall, with_cpu - cpu], "samples": samples}
