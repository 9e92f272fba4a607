"""Compares our checks of rendered objects with kubeconform's: compare_kubeconform.py PORTOLAN KUBECONFORM SCHEMAS CHARTS

Both look at what every chart renders to for one version of Kubernetes, with default values and with each
`ci/*-values.yaml`. What is compared are pairs of a chart and a finding without the numbers of items. Each difference must
have one of the causes below; one without is printed, and the exit is 1.
"""

import collections
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

VERSION = "1.34"
AT_ONCE = 20

# What only we find: the published schemas have no enumerations, quantities, names, labels or selectors, know nothing of
# server-side apply, and their integers are as large as they like.
ONLY_OURS = {
    "enumeration": re.compile(r"Unsupported value: "),
    "quantity": re.compile(r"quantities must match|quantity's suffix"),
    "name, label or selector": re.compile(r"metadata\.(name|labels|annotations): |empty selector|`selector` does not"),
    "format": re.compile(r"illegal base64|parsing time|cannot unmarshal number"),
    "item of a list": re.compile(r"duplicate entries for key"),
}
# What only kubeconform says. In these schemas null is of both types that IntOrString and Quantity may be, and of two one
# must match; the server takes null for no value.
NULL_OF_TWO_TYPES = re.compile(r"'oneOf' failed, subschemas 0, 1 matched")
# Fields that the schemas call required, and that the server does without.
NOT_NEEDED = re.compile(r"missing propert(y|ies) ('(value|lun|preference|spec|audience|seconds|endpoints|serviceName)'(, )?)+$")
# Its key of a kind is only the first label of the group, so kinds of others are held against Kubernetes' own.
OTHER_GROUP = re.compile(r"^(apps|batch|policy|autoscaling|v1|[\w.]+\.k8s\.io)(/|$)")


def chunks(charts):
    return [charts[start:start + AT_ONCE] for start in range(0, len(charts), AT_ONCE)]


def ours(portolan, charts):
    """Our findings: (chart, message)."""
    found = set()
    for some in chunks(charts):
        command = [portolan, "check", "--only", "manifest", "--kubernetes", VERSION, "--output", "json"]
        ran = subprocess.run([*command, *map(str, some)], capture_output=True, timeout=600, check=False)
        for chart in json.loads(ran.stdout)["charts"]:
            for finding in chart["findings"]:
                found.add((Path(chart["path"]).name, finding["check"], finding["message"]))
    return found


def documents(portolan, chart):
    """The objects that a chart renders to."""
    for values in [None, *sorted(chart.glob("ci/*-values.yaml"))]:
        command = [portolan, "template", "release-name", str(chart), "--kube-version", f"{VERSION}.0"]
        command += ["-f", str(values)] if values else []
        ran = subprocess.run(command, capture_output=True, timeout=120, check=False)
        if ran.returncode == 0:
            yield from re.split(r"^---.*$", ran.stdout.decode("utf-8", "replace"), flags=re.MULTILINE)


def theirs(portolan, kubeconform, schemas, charts):
    """kubeconform's: (chart, status, kind, API version, text)."""
    found = set()
    with tempfile.TemporaryDirectory() as folder:
        for chart in charts:
            for number, text in enumerate(dict.fromkeys(documents(portolan, chart))):
                path = Path(folder) / chart.name / f"{number}.yaml"
                path.parent.mkdir(exist_ok=True)
                path.write_text(text)
        location = schemas + "/{{.NormalizedKubernetesVersion}}-local-strict/{{.ResourceKind}}{{.KindSuffix}}.json"
        command = [kubeconform, "-strict", "-output", "json", "-kubernetes-version", f"{VERSION}.0"]
        ran = subprocess.run([*command, "-schema-location", location, folder], capture_output=True, check=False)
        for resource in json.loads(ran.stdout)["resources"]:
            chart = Path(resource["filename"]).parent.name
            head = chart, resource["status"], resource["kind"], resource["version"]
            for text in re.split(r" - (?=at ')", resource["msg"]):
                if not text.startswith("problem validating schema"):
                    found.add((*head, text))
    return found


def path_of(pointer):
    """`spec.containers[].env` for `/spec/containers/0/env`: items have no number, keys no brackets."""
    steps = pointer.strip("/").split("/") if pointer.strip("/") else []
    return re.sub(r"\.?\[\]", "[]", ".".join("[]" if step.isdigit() else step for step in steps))


def plain(path):
    return re.sub(r"\[\d+\]", "[]", re.sub(r"\[([^\]\d][^\]]*)\]", r".\1", path))


def of_ours(check, message):
    """What a finding of ours is: `unknown`, `type`, `required`, `key`, `kind`, with a path; or why only we have it."""
    if not check.startswith("manifest/"):
        return [("only ours", "chart that is not rendered")]
    for cause, pattern in ONLY_OURS.items():
        if pattern.search(message):
            return [("only ours", cause)]
    if check == "manifest/duplicate-key":
        path = re.search(r" has (\S+) twice", message)[1]
        return [("key", re.search(r"\[([^\]]*)\]$|([^.]*)$", path)[1] or path.rsplit(".", 1)[-1])]
    if check == "manifest/unknown-kind":
        return [("kind", " ".join(message.split()[:2]))]
    if unknown := re.search(r'unknown field "([^"]*)"', message):
        return [("unknown", plain(unknown[1]))]
    if required := re.search(r": (\S+): Required value", message):
        return [("required", plain(required[1]))]
    if wrong := re.search(r": (\S+): Invalid value: .*: expected ", message):
        return [("type", plain(wrong[1]))]
    return [("?", message)]


def of_theirs(status, kind, version, text):
    """The same of kubeconform's."""
    if NULL_OF_TWO_TYPES.search(text):
        return [("only theirs", "null of two types")]
    if NOT_NEEDED.search(text):
        return [("only theirs", "called required")]
    if "already set in map" in text:
        return [("key", key) for key in re.findall(r'key "([^"]*)" already set', text)]
    if "could not find schema" in text:
        return [("kind", f"{version} {kind}")]
    if not OTHER_GROUP.match(version):
        return [("only theirs", "kind of another group")]
    place = re.match(r"at '([^']*)': (.*)", text, re.DOTALL)
    if not place:
        return [("?", f"{status} {kind}: {text}")]
    path, what = path_of(place[1]), place[2]
    below = f"{path}." if path else ""
    names = re.findall(r"'([^']*)'", what)
    if what.startswith("additional properties"):
        return [("unknown", below + name) for name in names]
    if what.startswith("missing propert"):
        return [("required", below + name) for name in names]
    if what.startswith("got "):
        return [("type", path)]
    return [] if what == "validation failed" else [("?", text)]


def main(portolan, kubeconform, schemas, folder):
    charts = sorted(path for path in Path(folder).iterdir() if (path / "Chart.yaml").is_file())
    mine, other = set(), set()
    causes = collections.Counter()
    for chart, check, message in ours(portolan, charts):
        for finding in of_ours(check, message):
            mine.add((chart, *finding))
    for some in chunks(charts):
        for chart, *finding in theirs(portolan, kubeconform, schemas, some):
            for found in of_theirs(*finding):
                other.add((chart, *found))
    unexplained = []
    for chart, what, detail in sorted(mine ^ other):
        is_mine = (chart, what, detail) in mine
        if what.startswith("only"):
            causes[f"{what}: {detail}"] += 1
        elif what == "kind" and not is_mine:
            # Definitions that the chart brings, and kinds that are gone, have checks of their own.
            causes["only theirs: kind that other checks judge"] += 1
        else:
            unexplained.append(f"{'ours' if is_mine else 'theirs'}: {chart}: {what} {detail}")
    print("\n".join(unexplained))
    for cause, count in sorted(causes.items()):
        print(f"{count:5} {cause}")
    both = len(mine & other)
    print(f"{len(charts)} charts, {both} findings of both, {sum(causes.values())} explained differences, {len(unexplained)} others")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
