"""Charts, definitions and resources that mean harm: hostile.py PORTOLAN charts|definitions [WORD]

Each must end by itself, by an exit code and not by a signal, within a second of CPU time and 256 MiB of memory; half a
second more is for machines slower than that on which the limits were chosen, where the slowest took 0.8. `check` renders
a chart at least three times, two of them side by side: as such, as `helm lint` and as Artifact Hub. An update reads two
definitions. Files that cannot be read (exit 2) end well too. Whether the chart is refused or rendered is not the question
here; unit tests look at the errors. With a word only the probes run whose theme or name holds it.
"""

import gzip
import io
import os
import subprocess
import sys
import tarfile
import tempfile

ALLOWED = {"template": (1.5, 256), "lint": (1.5, 256), "check": (4.5, 768)}
# The goal is a second of CPU time. The slowest took from 0.6 to 1.4, from one run to the next, on two cores that others used too.
ALLOWED_DEFINITIONS = {"validate": (2.0, 512), "update": (2.5, 512), "check": (4.5, 768)}
PATIENCE = 20
CHART = "apiVersion: v2\nname: hostile\nversion: 1.0.0\n"
Files = dict[str, str | bytes]


def template(text: str, **files: str) -> Files:
    return {"templates/a.yaml": text, **files}


def repeated(body: str, times: str = "1000000") -> Files:
    return template("{{ range %s }}%s{{ end }}" % (times, body))


def doubled(make: str, use: str) -> Files:
    return template("{{ $s := %s }}{{ range 60 }}{{ $s = %s }}{{ end }}%s" % (*make.split("|"), use))


def laughs(item: str) -> str:
    first = f"a0: &a0 [{','.join([item] * 9)}]\n"
    return first + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))


def branching(keyword: str) -> str:
    parts = (f'"s{n}": {{"{keyword}": [{{"$ref": "#/$defs/s{n + 1}"}}, {{"$ref": "#/$defs/s{n + 1}", "title": "b"}}]}}'
             for n in range(40))
    return '{"$defs": {%s, "s40": {"type": "object"}}, "$ref": "#/$defs/s0"}' % ", ".join(parts)


def packed(name: str, content: bytes) -> bytes:
    """A chart as an archive, with one more file."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for path, data in [("hostile/Chart.yaml", CHART.encode()), (f"hostile/{name}", content)]:
            info = tarfile.TarInfo(path)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


RECURSION = {
    "include within itself": template('{{ define "x" }}{{ include "x" . }}{{ end }}{{ include "x" . }}'),
    "template within itself": template('{{ define "x" }}{{ template "x" . }}{{ end }}{{ template "x" . }}'),
    "tpl within itself": template(
        '{{ tpl "{{ tpl .t . }}" (dict "t" "{{ tpl .t . }}" "Template" .Template) }}'),
    "blocks within templates": template(
        '{{ define "x" }}' + "{{ with 1 }}" * 300 + '{{ template "x" . }}' + "{{ end }}" * 301 + '{{ template "x" . }}'),
    "parentheses within includes": template(
        '{{ define "x" }}{{ ' + "(print " * 500 + '(include "x" .)' + ")" * 500 + ' }}{{ end }}{{ include "x" . }}'),
    "blocks": template("{{ if true }}" * 50_000 + "x" + "{{ end }}" * 50_000),
    "parentheses": template("{{ " + "(" * 100_000 + "1" + ")" * 100_000 + " }}"),
    "a map in itself": template('{{ $d := dict }}{{ $_ := set $d "a" $d }}{{ toYaml $d }}{{ toJson $d }}{{ $d }}{{ merge $d $d }}'),
    "manifest": template("a: " + "[" * 100_000 + "]" * 100_000),
    "values": {"values.yaml": "a: " + "{a: " * 100_000 + "}" * 100_000},
}

LOOPS = {
    "range": template("{{ range 1000000000000 }}{{ end }}"),
    "range with a variable": template("{{ $x := 1 }}{{ range 1000000000000 }}{{ $x = add $x 1 }}{{ end }}"),
    "range in range": template("{{ range 100000 }}{{ range 100000 }}{{ end }}{{ end }}"),
    "searching": template("{{ $l := until 100000 }}{{ range 1000000 }}{{ $_ := has -1 $l }}{{ end }}"),
    "copying": template("{{ $l := dict \"a\" (until 100000) }}{{ range 1000000 }}{{ $_ := deepCopy $l }}{{ end }}"),
    "comparing": template("{{ $a := list (until 50000) }}{{ $b := list (until 50000) }}"
                          "{{ range 1000000 }}{{ $_ := deepEqual $a $b }}{{ end }}"),
    "merging": template('{{ $a := dict "x" (dict "y" 1) }}{{ range 10000000 }}{{ $_ := merge (dict) $a }}{{ end }}'),
    "writing": template("{{ $l := until 1000 }}{{ range 1000000 }}{{ $_ := toYaml $l }}{{ end }}"),
    "reading": repeated('{{ $_ := fromYaml "a: [1, 2, 3]" }}'),
    "random text": repeated("{{ $_ := randAlphaNum 100 }}"),
    "versions": repeated('{{ $_ := semverCompare ">=1.2.3 <2 || ^4" "5.0.0-a.b.c" }}'),
    "long text": template('{{ $s := repeat 1000000 "abc" }}{{ range 100000 }}{{ $_ := upper $s }}{{ end }}'),
}

GROWTH = {
    "output": template("{{ range 100000 }}{{ range 10000 }}0123456789012345678901234567890123456789{{ end }}{{ end }}"),
    "output of large pieces": template('{{ range 1000 }}{{ repeat 1000000 "x" }}{{ end }}'),
    "repeat": template('{{ repeat 1000000000 "x" }}'),
    "doubled text": doubled('"xxxxxxxxxxxxxxxx"|cat $s $s', "{{ $s }}"),
    "doubled list as JSON": doubled("list 1|list $s $s", "{{ toJson $s }}"),
    "doubled list as YAML": doubled("list 1|list $s $s", "{{ toYaml $s }}"),
    "doubled list": doubled("list 1|list $s $s", "{{ $s }}"),
    "doubled map printed": doubled('dict|dict "x" $s "y" $s', '{{ printf "%v" $s }}'),
    "indented JSON": template('{{ $s := until 100000 }}{{ range 480 }}{{ $s = dict "a" $s }}{{ end }}{{ toPrettyJson $s }}'),
    "many appended": template('{{ $l := list }}{{ range 100000 }}{{ $l = append $l (repeat 1000 "x") }}{{ end }}'),
    "many entries": template('{{ $d := dict }}{{ range 10000000 }}{{ $_ := set $d (toString .) (dict 1 2) }}{{ end }}'),
    "lines": {**template('{{ .Files.Lines "f" | len }}'), "f": "\n" * 8_000_000},
    "split": template('{{ split "" (repeat 8000000 "a") | len }}'),
    "wrap": template('{{ wrapWith 1 (repeat 100000 "x") (repeat 100000 "a ") }}'),
    "many texts as templates": template("{{ range $i := until 100000 }}{{ $_ := tpl (printf \"{{ %d }}%s\" $i (repeat 4000 \"x\")) $ }}{{ end }}"),
    "tokens": template("{{ list " + "1 " * 3_000_000 + "}}"),
    "actions": template("{{.}}" * 2_000_000),
    "documents": template("---\na: 1\n" * 500_000),
    "a long list as a document": template("a: [" + "1," * 3_000_000 + "1]"),
    "printf": template('{{ printf "%1000000000d" 1 }}'),
}

YAML = {
    "laughs": {"values.yaml": laughs("x")},
    "laughs with long items": {"values.yaml": laughs("x" * 1000)},
    "laughs in a template": template("{{ fromYaml (.Files.Get \"f\") | toJson | len }}", f=laughs("x")),
    "laughs in a manifest": template(laughs("x")),
    "laughs in Chart.yaml": {"Chart.yaml": CHART + "annotations:\n  x: y\n" + laughs("x")},
    "many items": {"values.yaml": "a: [" + "1," * 3_900_000 + "1]"},
    "many keys": {"values.yaml": "".join(f"k{n}: 1\n" for n in range(700_000))},
    "many anchors": {"values.yaml": "".join(f"k{n}: &a{n} 1\n" for n in range(100_000))},
    "many keywords": {"Chart.yaml": CHART + "keywords: [" + "a," * 1_500_000 + "a]\n"},
}

PATTERNS = {
    "nested stars": template('{{ regexMatch "(a*)*(a*)*(a*)*b" (repeat 100000 "a") }}'),
    "nested counts": template('{{ regexMatch "(x{1000}){1000}" "x" }}'),
    "long pattern on long text": template('{{ regexMatch (repeat 3000 ".{1000}") (repeat 100000 "x") }}'),
    "pattern of classes": template('{{ regexMatch (repeat 100000 "(?i)\\\\pL") "a" }}'),
    "empty matches": template('{{ regexReplaceAll "" (repeat 3000000 "a") "b" | len }}'),
    "slow matches in a loop": repeated('{{ $_ := regexMatch "(.{0,30}){0,30}z" "%s" }}' % ("x" * 120)),
    "glob": {**template('{{ range 10000 }}{{ $_ := $.Files.Glob "%s" }}{{ end }}' % ("{*,**,*a*}" * 40)),
             **{f"files/{'a' * 60}{n}": "" for n in range(500)}},
    ".helmignore": {".helmignore": ("*a" * 20 + "b\n") * 5000, **{f"f/{'a' * 60}{n}": "" for n in range(1000)}},
}

SCHEMAS = {
    **{f"{keyword} of {keyword}": {"values.schema.json": branching(keyword), "values.yaml": "{}\n"}
       for keyword in ("allOf", "anyOf", "oneOf")},
    "references without end": {"values.schema.json": '{"$ref": "#"}', "values.yaml": "{}\n"},
    "deep": {"values.schema.json": '{"not": ' * 100_000 + "true" + "}" * 100_000, "values.yaml": "{}\n"},
    "long enum": {
        "values.schema.json": '{"additionalProperties": {"enum": [%s]}}' % ",".join(f'"v{n}"' for n in range(50_000)),
        "values.yaml": "".join(f"k{n}: x{n}\n" for n in range(2000))},
    "unique items": {"values.schema.json": '{"properties": {"a": {"uniqueItems": true}}}',
                     "values.yaml": "a: [" + ",".join(map(str, range(100_000))) + "]\n"},
    "slow pattern": {"values.schema.json": '{"additionalProperties": {"pattern": "(.{0,30}){0,30}z"}}',
                     "values.yaml": "".join(f"k{n}: {'x' * 60}\n" for n in range(1000))},
}

ARCHIVES = {
    "zeros": packed("big", bytes(300 << 20)),
    "zeros as a template": packed("templates/big.yaml", bytes(90 << 20)),
    "gzip in gzip": gzip.compress(gzip.compress(bytes(200 << 20))),
}

THEMES = {"recursion": RECURSION, "loop": LOOPS, "growth": GROWTH, "YAML": YAML, "pattern": PATTERNS, "schema": SCHEMAS}


def written(folder: str, files: Files) -> str:
    chart = os.path.join(folder, "hostile")
    for name, content in {"Chart.yaml": CHART, **files}.items():
        path = os.path.join(chart, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
    return chart


def archived(folder: str, content: bytes) -> str:
    path = os.path.join(folder, "hostile.tgz")
    with open(path, "wb") as file:
        file.write(content)
    return path


def complaint(command: list[str], most_seconds: float, most_mebibytes: int) -> str:
    """What is wrong with the way the command ends; nothing if all is well."""
    process = subprocess.Popen(["timeout", str(PATIENCE), *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = usage.ru_utime + usage.ru_stime
    if process.returncode not in (0, 1, 2):
        return f"ends with {process.returncode}"
    if seconds > most_seconds or usage.ru_maxrss > most_mebibytes << 10:
        return f"takes {seconds:.2f} s and {usage.ru_maxrss >> 10} MiB"
    return ""


def validations(portolan: str, folder: str, files: list[str]) -> dict[str, list[str]]:
    """The definition as a new one, as an update to itself, and in a chart with the resources as its examples."""
    head = written(folder, {"crds/a.yaml": files[0], **{f"examples/{n}.yaml": text for n, text in enumerate(files[1:])}})
    definition = os.path.join(head, "crds", "a.yaml")
    resources = [os.path.join(head, "examples", f"{n}.yaml") for n in range(len(files) - 1)]
    new = [portolan, "crd", "validate", definition, *(["--cr", *resources] if resources else [])]
    return {"validate": new, "update": [*new, "--old", definition], "check": [portolan, "check", head]}


def rendered(portolan: str, folder: str, content: Files | bytes) -> dict[str, list[str]]:
    """A folder or an archive, under every command that renders."""
    chart = archived(folder, content) if isinstance(content, bytes) else written(folder, content)
    return {command: [portolan, command, chart] for command in ALLOWED}


def judged(name: str, commands: dict[str, list[str]], allowed: dict[str, tuple[float, int]]) -> list[str]:
    """One line for each command; those that end well are empty."""
    problems = {command: complaint(line, *allowed[command]) for command, line in commands.items()}
    return [problem and f"{command}, {name}: {problem}" for command, problem in problems.items()]


def probes_of(kind: str):
    """Themes, what is allowed and the commands. Definitions are made only when they are asked for: a process that has not
    begun its program yet counts the memory of this one."""
    if kind == "charts":
        return {**THEMES, "archive": ARCHIVES}, ALLOWED, rendered
    import hostile_definitions
    return hostile_definitions.THEMES, ALLOWED_DEFINITIONS, validations


def main(portolan: str, kind: str, word: str = "") -> int:
    themes, allowed, commands = probes_of(kind)
    found = []
    for name, content in ((f"{theme}, {name}", content) for theme, probes in themes.items() for name, content in probes.items()):
        if word in name:
            with tempfile.TemporaryDirectory() as folder:
                found += judged(name, commands(portolan, folder, content), allowed)
    bad = [problem for problem in found if problem]
    print("\n".join([*bad, f"{len(found)} runs, {len(bad)} bad"]))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
