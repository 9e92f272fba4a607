"""The chapter about signed releases: both signatures, provenance, SBOMs and attestations, by one command and by many."""

import base64
import json
import re
import statistics
from dataclasses import asdict, dataclass, replace

import depth
import publisher
import report
import servers
from chapters import Bench, print_requests
from measure import Runner, alternate
from report import Comparison
from signed_commands import OURS, RECORD_STEP, STEPS, SYFT_STEP, VERIFYING, SignedCommands

FAIR = """Syft reads no charts: what it writes names the folder and nothing
in it, yet it is what a script would run. cosign decrypts its key in each of six commands, portolan once; with a plain key
(the same one in PKCS#8, which cosign does not take) there is nothing to decrypt. On a registry without an API for referrers
portolan looks twice whether its list has lasted, since others may overwrite it; the others do not look."""

LOGIN = base64.b64encode(b"publisher:an open secret").decode()


@dataclass(frozen=True)
class Signing:
    """What the chapter needs beside the bench: a runner that knows the password, and the commands."""

    bench: Bench
    runner: Runner
    publisher: publisher.Publisher
    commands: SignedCommands


def prepare(bench: Bench) -> Signing:
    """Makes keys and files once for all registries."""
    made = publisher.make(bench.scratch / "publisher", bench.commands.tools)
    runner = Runner(bench.runner.folder, bench.scratch / "home", made.variables)
    return Signing(bench, runner, made, SignedCommands(bench.commands, made, runner.said))


def signed(benches: dict[str, Bench]) -> dict:
    """Times on every registry, then the requests of one release."""
    signing = prepare(next(iter(benches.values())))
    tools = signing.bench.commands.tools.signing_versions()
    print(f"\n## Signed releases\n\nWith {', '.join(f'{name} {version}' for name, version in tools.items())}. {FAIR}")
    raw = {kind: times(replace(signing, bench=bench)) for kind, bench in benches.items()}
    return {"versions": tools, **raw, "requests": requests(signing)}


def times(signing: Signing) -> list[dict]:
    """First releases, on loopback and with latency."""
    bench, rows, steps = signing.bench, [], {}
    with bench.registry("signed") as port, servers.latency(port, bench.round_trip_ms, bench.scratch) as far:
        places = (("loopback", port, report.SIGNED), (f"{bench.round_trip_ms:g} ms", far, None))
        for where, at, goal in places:
            whole = _releases(signing, at, where)
            rows += _parts(whole, goal)
            steps[where] = whole
        print(f"\n### To {bench.registry_kind}\n\n{report.times(rows)}\n")
        _expect_same(port, *(f"{who}-{port}-1/{bench.chart('agents').name}" for who in ("ours", "theirs")))
    print(_steps(steps))
    return [row.raw() for row in rows]


def _releases(signing: Signing, port: int, where: str) -> Comparison:
    chart, bench = signing.bench.chart("agents"), signing.bench

    def ours(number: int):
        return signing.commands.ours(chart, port, f"ours-{port}-{number}")

    def theirs(number: int):
        return signing.commands.theirs(chart, port, f"theirs-{port}-{number}")

    samples = alternate(signing.runner, ours, theirs, bench.runs)
    return Comparison(where, "all", *samples)


def _parts(whole: Comparison, goal: report.Goal | None) -> list[Comparison]:
    """All that publishes; then with less of what the others do, with verifying, and with a key that needs no password."""
    where, publishing = whole.what, list(range(VERIFYING))

    def part(what: str, ours: slice, against: str, steps: list[int], with_goal: report.Goal | None) -> Comparison:
        theirs = [[run[number] for number in steps] for run in whole.theirs]
        return Comparison(f"{what}, {where}", against, [run[ours] for run in whole.ours], theirs, with_goal)

    without_record = [number for number in publishing if number != RECORD_STEP]
    without_syft = [number for number in publishing if number != SYFT_STEP]
    release, verify, plain = slice(0, 1), slice(0, 2), slice(2, 3)
    return [
        part("signed release", release, "all that publishes", publishing, goal),
        part("signed release", release, "with three attestations", without_record, goal),
        part("signed release", release, "without syft", without_syft, goal),
        part("release and verify", verify, "all", list(range(len(STEPS))), goal),
        part("release, plain key", plain, "all that publishes", publishing, goal),
    ]


def _steps(wholes: dict[str, Comparison]) -> str:
    """Median of each command, so that nobody has to guess where their time goes."""
    rows = []
    for side, names in (("ours", OURS), ("theirs", STEPS)):
        for number, name in enumerate(names):
            medians = [statistics.median(run[number].wall_ms for run in getattr(whole, side)) for whole in wholes.values()]
            rows.append([name, *(f"{median:.0f}" for median in medians)])
    return report.table(["command, ms", *wholes], rows)


def _expect_same(port: int, ours: str, theirs: str) -> None:
    """The comparison is fair only if both leave the same behind."""
    left = [left_behind(port, repository) for repository in (ours, theirs)]
    if left[0] != left[1]:
        print(f"NOT THE SAME RESULT: portolan left {left[0]}, the others {left[1]}.\n")
    else:
        print(f"Both leave behind: {', '.join(left[0])}.\n")


def left_behind(port: int, repository: str) -> list[str]:
    """Tags without their digests, and what kinds of manifests refer to the chart."""
    tags = servers.tags(port, repository)
    version = next(tag for tag in tags if tag[0].isdigit())
    digest = servers.digest(port, repository, version)
    try:
        listed = servers.get(port, f"/v2/{repository}/referrers/{digest}")
    except OSError:
        listed = servers.get(port, f"/v2/{repository}/manifests/{digest.replace(':', '-')}")
    kinds = [_kind(port, repository, one) for one in json.loads(listed)["manifests"]]
    shown = [f"tag {re.sub('[0-9a-f]{64}', '…', tag)}" for tag in tags]
    return sorted(set(shown)) + sorted(kinds)


def _kind(port: int, repository: str, descriptor: dict) -> str:
    """The claim of a bundle, else the type; not every writer of a fallback index copies annotations."""
    kind = descriptor.get("artifactType", "?")
    if "sigstore.bundle" not in kind:
        return kind
    manifest = json.loads(servers.get(port, f"/v2/{repository}/manifests/{descriptor['digest']}"))
    return manifest.get("annotations", {}).get("dev.sigstore.bundle.predicateType", kind)


def requests(signing: Signing, delay_ms: float = 60) -> dict:
    """Requests and sequential depth of one first release, with tokens; without an API for referrers where there is such
    a registry."""
    bench, chart, raw = signing.bench, signing.bench.chart("agents"), {}
    print(f"\n### Requests of one signed first release to {bench.registry_kind}, with tokens\n")
    print(f"Each is held back by {delay_ms:g} ms; a level is a step that waits for the one before.")
    with bench.registry("signed-requests") as registry:
        for who, commands in (("portolan", signing.commands.ours), ("others", signing.commands.theirs)):
            records = bench.scratch / f"signed-{who}.jsonl"
            with servers.recorder(registry, delay_ms, records, LOGIN) as port:
                signing.publisher.log_in(port, LOGIN)
                _publish(signing, commands(chart, port, who), 1 if who == "portolan" else VERIFYING)
            found = depth.read(records)
            raw[who] = {"requests": len(found), "depth": depth.depth(found), "list": [asdict(one) for one in found]}
            _print(who, found)
    return raw


def _publish(signing: Signing, commands, count: int) -> None:
    for _, command in zip(range(count), commands):
        signing.runner.run([command])


def _print(who: str, found: list[depth.Request]) -> None:
    if who == "portolan":
        print_requests(who, found, report.SIGNED_DEPTH)
    else:
        print(f"\n#### {who}: {len(found)} requests, sequential depth {depth.depth(found)}")
