"""Makes the text of our data file from Kubernetes' schemas and enumerations of several versions.

The form is described in `crates/manifests/src/data/mod.rs`, which reads it.
"""

import json
from pathlib import Path

PREFIXES = (
    ("io.k8s.api.", ""),
    ("io.k8s.apimachinery.pkg.apis.", ""),
    ("io.k8s.apimachinery.pkg.", ""),
    ("io.k8s.apiextensions-apiserver.pkg.apis.", ""),
    ("io.k8s.kube-aggregator.pkg.apis.", ""),
)
# Definitions that are no objects with fields: what they are is known to the reader by a letter.
SCALARS = {
    "api.resource.Quantity": "q",
    "util.intstr.IntOrString": "p",
    "meta.v1.Time": "t",
    "meta.v1.MicroTime": "u",
    "meta.v1.FieldsV1": "o",
    "runtime.RawExtension": "a",
    "meta.v1.Patch": "o",
    "apiextensions.v1.JSON": "a",
    "apiextensions.v1.JSONSchemaPropsOrArray": "a",
    "apiextensions.v1.JSONSchemaPropsOrBool": "a",
    "apiextensions.v1.JSONSchemaPropsOrStringArray": "a",
}
LETTERS = {
    ("string", None): "s",
    ("string", "byte"): "y",
    ("integer", "int32"): "I",
    ("integer", "int64"): "L",
    ("integer", None): "L",
    ("number", "double"): "f",
    ("number", None): "f",
    ("boolean", None): "b",
}
# These come with requests and answers, nobody stores them.
NO_OBJECTS = {"DeleteOptions", "WatchEvent", "Status"}
# What neither the schemas nor the types say, read in `pkg/apis/*/validation` and `pkg/apis/*/v*/defaults.go` of
# Kubernetes and tried with its code:
#
# * `not_needed`: fields that are called required although the server does without. It has a default for them, or takes
#   their empty value. What newer schemas don't call required any more need not stand here.
# * `not_read`: packages whose validation was not looked at; nothing of them is taken to be required.
# * `empty_refused`: enumerations of which an empty text is refused. Elsewhere it is taken for none.
FACTS = json.loads((Path(__file__).parent / "facts.json").read_text(encoding="utf-8"))


def short(name):
    """`core.v1.Container` for `io.k8s.api.core.v1.Container`."""
    for prefix, new in PREFIXES:
        if name.startswith(prefix):
            return new + name[len(prefix):]
    raise SystemExit(f"a definition of an unknown package: {name}")


class Writer:
    """Collects what the versions say, and writes each thing once."""

    def __init__(self, minors):
        self.minors = minors
        self.enums = []
        self.names = []
        self.definitions = {}
        self.kinds = {}
        self.spared = {}

    def add(self, minor, schemas, enums):
        """Adds a version: its definitions by their full names, and its enumerations."""
        bit = 1 << self.minors.index(minor)
        known = {short(name): schema for name, schema in schemas.items()}
        for name, schema in sorted(known.items()):
            for key in schema.get("x-kubernetes-group-version-kind", []):
                self.add_kind(key, name, bit)
            if name not in SCALARS:
                self.add_definition(name, schema, enums, bit)

    def add_kind(self, key, name, bit):
        if key["kind"] in NO_OBJECTS:
            return
        api = f"{key['group']}/{key['version']}" if key["group"] else key["version"]
        place = api, key["kind"], name
        self.kinds[place] = self.kinds.get(place, 0) | bit

    def add_definition(self, name, schema, enums, bit):
        fields = self.definitions.setdefault(name, {})
        needed = self.needed(name, schema)
        refused = FACTS["empty_refused"].get(name, ())
        for field, value in sorted(schema.get("properties", {}).items()):
            values = enums.get((name, field))
            flags = ("!" if field in needed else "") + ("*" if values and field in refused else "")
            line = field, self.type_of(value, values), flags
            fields[line] = fields.get(line, 0) | bit
        # A definition without fields still exists.
        fields[()] = fields.get((), 0) | bit

    def needed(self, name, schema):
        """The fields that must be there. Versions come newest first: what the newest does not need, none does."""
        if name.startswith(tuple(FACTS["not_read"])):
            return set()
        needed = set(schema.get("required", ())) - set(FACTS["not_needed"].get(name, ()))
        spared = self.spared.setdefault(name, set())
        needed -= spared
        spared |= set(schema.get("properties", ())) - needed
        return needed

    def type_of(self, schema, values):
        """The letters of a type."""
        if "$ref" in schema:
            name = short(schema["$ref"].rsplit("/", 1)[1])
            return SCALARS.get(name) or f"r{self.number(name)}"
        kinds = schema.get("type", [])
        kinds = [kinds] if isinstance(kinds, str) else [kind for kind in kinds if kind != "null"]
        if kinds == ["array"]:
            return "[" + keys_of(schema) + self.type_of(schema["items"], values)
        if kinds == ["object"]:
            return "{" + self.type_of(schema["additionalProperties"], values) if "additionalProperties" in schema else "o"
        if not kinds:
            return "a"
        letter = LETTERS[kinds[0], schema.get("format")]
        return f"e{self.enum(values)}" if values and letter == "s" else letter

    def enum(self, values):
        if values not in self.enums:
            self.enums.append(values)
        return self.enums.index(values)

    def number(self, name):
        if name not in self.names:
            self.names.append(name)
        return self.names.index(name)

    def text(self):
        """The whole file."""
        every = (1 << len(self.minors)) - 1
        for name in sorted(self.definitions):
            self.number(name)
        lines = [f"kinds 1 {self.minors[0]} {self.minors[-1]}"]
        lines += ["e" + "\t".join(values) for values in self.enums]
        for (api, kind, name), mask in sorted(self.kinds.items()):
            lines.append(f"k{api}\t{kind}\t{self.number(name)}\t{mask:x}")
        for name in self.names:
            fields = self.definitions.get(name, {})
            mask = fields.get((), every)
            lines.append(f"d{name}")
            for line, of_field in sorted(fields.items()):
                if line:
                    versions = "" if of_field == mask else f"\t{of_field:x}"
                    lines.append(f" {line[0]}\t{line[1]}{line[2]}{versions}")
        return "\n".join(lines) + "\n"


def keys_of(schema):
    """How a list's items are told apart: `=` for sets, `(a,b)` for maps. Without a list type the strategy of patches
    says it, as it does for server-side apply (kube-openapi, `pkg/schemaconv/smd.go`)."""
    kind = schema.get("x-kubernetes-list-type")
    if kind == "map":
        return "(" + ",".join(schema["x-kubernetes-list-map-keys"]) + ")"
    if kind is None and schema.get("x-kubernetes-patch-strategy") in ("merge", "merge,retainKeys"):
        key = schema.get("x-kubernetes-patch-merge-key")
        return f"({key})" if key else "="
    return "=" if kind == "set" else ""
