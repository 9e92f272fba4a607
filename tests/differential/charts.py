"""Whole charts: metadata, values, partials, templates, sometimes charts within and a schema."""

from dataclasses import dataclass, field

import flags
import schemas
from snippets import Scope, Snippets
from yaml_text import YamlText

PARTIALS = ("chart.name", "chart.labels", "x", "é.part", "kid.part")
HEADS = ("", "", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: m\n", "apiVersion: batch/v1beta1\nkind: CronJob\nmetadata:\n  name: Bad_Name\n", "kind: Pod\nmetadata:\n  annotations:\n    helm.sh/hook: pre-install,test\n    helm.sh/hook-weight: \"5\"\n",
         "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: d\n", "kind: Job\nmetadata:\n  name: j\n  annotations: {helm.sh/hook: nonsense}\n")
META = ("description: A é chart", "appVersion: \"1.10\"", "appVersion: 1.10", "type: application", "kubeVersion: \">=1.20-0\"", "keywords: [a, b]", "home: https://example.com", "deprecated: true",
        "sources: [https://x.y/z]", "maintainers: [{name: M, email: m@x.y}]", "maintainers: [{name: M, email: bad, url: nope}]", "annotations: {a: b, n: \"1\"}", "icon: https://x.y/i.svg", "unknown: 1")
# Mostly the end of everything.
ODD_META = ("type: library", "name: again", "kubeVersion: \">=9\"", "maintainers: [null]", "keywords: x", "annotations: {a: 1}", "\tx")


@dataclass
class Case:
    """Files below an empty folder, and the command that is given to both programs in it."""

    arguments: list
    files: dict = field(default_factory=dict)


def case(r, templates):
    """A chart with that many independent templates and a command for it."""
    made = Case(flags.lint(r) if r.random() < 0.15 else flags.template(r))
    values = YamlText(r)
    made.files["chart/values.yaml"] = values.document()
    made.files["more.yaml"] = YamlText(r).document(size=3)
    made.files["chart/notes.txt"] = r.choice(("note\nsecond é\n", "no line end", "", "a\r\nb\r\n", "{{ .Values.a }}\n"))
    made.files["chart/conf/x.ini"] = "[x]\na = 1\n"
    made.files["chart/Chart.yaml"] = metadata(r, "demo")
    fields = values.fields
    if r.random() < 0.2:
        add_kid(r, made, fields)
    if r.random() < 0.15:
        made.files["chart/values.schema.json"] = schemas.schema(r)
    if r.random() < 0.1:
        made.files["chart/crds/c.yaml"] = r.choice(("kind: CustomResourceDefinition\napiVersion: apiextensions.k8s.io/v1\nmetadata:\n  name: x\n", "a: b\n---\n", "{", "kind: X\n"))
    add_templates(r, made, fields, templates)
    return made


def metadata(r, name):
    lines = ["apiVersion: v2", f"name: {name}", f"version: {r.choice(('1.2.3', '1.2.3', '1.2.3', '0.1.0-rc.1+b', '1.2', 'v1.0.0'))}"]
    if r.random() < 0.5:
        lines += r.sample(META, r.randint(1, 4))
    if r.random() < 0.02:
        lines.append(r.choice(ODD_META))
    return "\n".join(lines) + "\n"


def add_templates(r, made, fields, count):
    """Partials first: each may include those before it. Then templates that do not know of each other."""
    snippets = Snippets(r)
    names = []
    partials = []
    for name in r.sample(PARTIALS, r.randint(0, 3)):
        scope = Scope(fields, names)
        partials.append(f'{{{{- define "{name}" -}}}}{snippets.body(scope, 1, 3)}{{{{- end }}}}')
        names.append(name)
    if partials:
        made.files["chart/templates/_parts.tpl"] = "\n".join(partials)
    for number in range(count):
        body = snippets.body(Scope(fields, names), r.choice((1, 2, 2, 3)))
        name, text = wrapped(r, number, body)
        made.files[f"chart/templates/{name}"] = text


def wrapped(r, number, body):
    """The template's file. Most put the output where YAML does not mind it, so that the rest is seen, too."""
    style = r.random()
    if style < 0.45:
        return f"t{number}.yaml", f'{{{{ define "body{number}" }}}}{body}{{{{ end -}}}}\nv: {{{{ include "body{number}" . | toJson }}}}\n'
    if style < 0.7:
        return f"t{number}.yaml", f'{{{{ define "body{number}" }}}}{body}{{{{ end -}}}}\n{r.choice(HEADS)}v: |-\n  x\n{{{{ include "body{number}" . | indent 2 }}}}\n'
    if style < 0.9:
        return f"t{number}.{r.choice(('txt', 'yaml', 'tpl'))}", "".join(f"# {line}\n" for line in body.split("\n")) if "`" not in body else body
    if style < 0.95:
        return f"s{number}/NOTES.txt", body
    return f"t{number}.yaml", r.choice(HEADS) + body


def add_kid(r, made, fields):
    """A chart within, with or without an entry in Chart.yaml."""
    values = YamlText(r)
    made.files["chart/charts/kid/Chart.yaml"] = metadata(r, "kid")
    made.files["chart/charts/kid/values.yaml"] = values.document(size=3)
    snippets = Snippets(r)
    made.files["chart/charts/kid/templates/k.yaml"] = f'{{{{ define "kid.body" }}}}{snippets.body(Scope(values.fields), 1, 3)}{{{{ end -}}}}\nv: {{{{ include "kid.body" . | toJson }}}}\nw: {{{{ toJson .Values }}}}\n'
    if r.random() < 0.5:
        made.files["chart/charts/kid/templates/_kid.tpl"] = '{{ define "kid.part" }}{{ .Chart.Name }}{{ end }}'
    if r.random() < 0.7:
        extras = r.sample((", alias: other", ", condition: kid.enabled", ", tags: [t]", ", import-values: [data]", ", import-values: [{child: nested, parent: imported}]", ", condition: 'a,enabled'"), r.randint(0, 2))
        made.files["chart/Chart.yaml"] += f"dependencies:\n- {{name: kid, version: \"{r.choice(('*', '>=0', '9.x'))}\", repository: \"\"{''.join(extras)}}}\n"
    if r.random() < 0.7:
        made.files["chart/values.yaml"] += "kid:\n" + YamlText(r).block_map("  ", ".none", 2, 3)
    if r.random() < 0.4:
        made.files["chart/values.yaml"] += "global:\n" + YamlText(r).block_map("  ", ".none", 2, 2)
    # Not the whole of it: there are pointers in it, whose addresses Helm prints.
    fields.setdefault("any", []).extend((".Subcharts.kid.Values", ".Subcharts.kid.Chart.Name", ".Subcharts.kid.Nope.a"))
