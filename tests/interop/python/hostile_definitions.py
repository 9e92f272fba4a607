"""Definitions and resources that mean harm, for hostile.py. A probe is a list of files: definitions, then resources."""

import json

HEAD = {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "things.example.com"}}
TEXT = {"type": "string"}
SLOW = "(.{0,30}){0,30}z"


def definition(value, **more) -> dict:
    """One whose only field is `x`, and more keys for its specification."""
    whole = {"type": "object", "properties": {"x": value}}
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": whole}}
    names = {"plural": "things", "kind": "Thing"}
    return {**HEAD, "spec": {"group": "example.com", "scope": "Namespaced", "names": names, "versions": [version], **more}}


def resource(value) -> dict:
    return {"apiVersion": "example.com/v1", "kind": "Thing", "metadata": {"name": "one"}, "x": value}


def of(value, *resources, **more) -> list[str]:
    """JSON is YAML."""
    return [json.dumps(one) for one in [definition(value, **more), *map(resource, resources)]]


def ruled(rule: str, value=None, *resources, **more) -> list[str]:
    """A rule on `x`."""
    return of({**(value or TEXT), "x-kubernetes-validations": [{"rule": rule, **more}]}, *resources)


def written(schema: str, value: str = "1") -> list[str]:
    """For what json.dumps would not write."""
    texts = json.dumps(definition("HERE")), json.dumps(resource("HERE"))
    return [text.replace('"HERE"', inner) for text, inner in zip(texts, (schema, value))]


def nested(levels: int, key: str, around: dict, inner: dict) -> dict:
    for _ in range(levels):
        inner = {**around, key: inner}
    return inner


def items(of_items: dict, **more) -> dict:
    return {"type": "array", "items": of_items, **more}


def fields(count: int, value) -> dict:
    return {"type": "object", "properties": {f"f{number}": value for number in range(count)}}


def every(expression: str, levels: int) -> str:
    """`self.all(a0, self.all(a1, …))`"""
    return "".join(f"self.all(a{number}, " for number in range(levels)) + expression + ")" * levels


NUMBERS = items({"type": "integer"}, maxItems=1000)
LONG = {"type": "string", "maxLength": 1_000_000}
DOUBLED = "a0: &a0 {type: string}\n" + "".join(
    f"a{n}: &a{n} {{type: object, properties: {{{', '.join(f'k{k}: *a{n - 1}' for k in range(9))}}}}}\n" for n in range(1, 10))

SCHEMAS = {
    "deep": written('{"type": "array", "items": ' * 100_000 + "{}" + "}" * 100_000),
    "as deep as may be": of(nested(150, "items", {"type": "array"}, TEXT)),
    "deep with defaults": of(nested(60, "items", {"type": "array", "default": []}, TEXT)),
    "deep with rules": of(nested(70, "items", {"type": "array", "x-kubernetes-validations": [{"rule": "self.size() > 1"}]}, TEXT)),
    "wide": of(fields(150_000, TEXT)),
    "wide without types": of(fields(150_000, {})),
    "long enumeration": of({**TEXT, "enum": [f"v{number}" for number in range(300_000)]}),
    "long enumeration of one": of({**TEXT, "enum": ["v"] * 300_000}),
    "enumeration of maps": of({"type": "object", "enum": [{"a": [number]} for number in range(60_000)]}),
    "many branches": of({**TEXT, "allOf": [{"pattern": "a"}] * 150_000}),
    "branches of branches": of({**TEXT, **nested(10, "not", {"anyOf": [{"minLength": 1}] * 3000}, {"minLength": 1})}),
    "slow pattern": of({**TEXT, "pattern": "(x{1000}){1000}"}),
    "long pattern": of({**TEXT, "pattern": "(?i)\\pL{100}" * 50_000}),
    "many patterns": of(fields(2000, {**TEXT, "pattern": "(.{0,100}){0,10}" * 10})),
    "large default": of({"type": "object", "x-kubernetes-preserve-unknown-fields": True,
                         "default": {f"k{number}": [number] for number in range(200_000)}}),
    "defaults over a slow pattern": of(fields(1000, {**TEXT, "pattern": SLOW, "default": "x" * 60})),
    "default over a long enumeration": of(items({**TEXT, "enum": [f"v{n}" for n in range(20_000)]}, default=["x"] * 20_000)),
    "keys of a list": of(items(fields(20_000, TEXT), **{"x-kubernetes-list-type": "map",
                                                        "x-kubernetes-list-map-keys": [f"f{n}" for n in range(20_000)]})),
    "laughs": [DOUBLED + "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec: {versions: [{schema: {openAPIV3Schema: *a9}}]}\n"],
    "unknown keys": written("{%s}" % ", ".join(f'"u{number}": 1' for number in range(200_000))),
    "one key many times": written("{%s}" % ", ".join(['"type": "string"'] * 200_000)),
}

SPECIFICATIONS = {
    "versions": of(TEXT, versions=[{"name": f"v{number}", "served": True, "storage": False} for number in range(30_000)]),
    "one version many times": of(TEXT, versions=definition(fields(20, TEXT))["spec"]["versions"] * 3000),
    "columns": of(TEXT, additionalPrinterColumns=[{"name": "a", "type": "string", "jsonPath": ".a"}] * 50_000),
    "a long path": of(TEXT, versions=[{**definition(TEXT)["spec"]["versions"][0], "additionalPrinterColumns": [
        {"name": "a", "type": "string", "jsonPath": ".x[?(@.a==1)]" * 100_000}]}]),
    "fields to select": of(TEXT, versions=[{**definition(TEXT)["spec"]["versions"][0],
                                            "selectableFields": [{"jsonPath": f".x{n}"} for n in range(50_000)]}]),
    "short names": of(TEXT, names={"plural": "things", "kind": "Thing", "shortNames": ["t"] * 300_000}),
    "a long name": of(TEXT, names={"plural": "t" * 8_000_000, "kind": "T" * 4_000_000}),
    "certificates": of(TEXT, conversion={"strategy": "Webhook", "webhook": {
        "conversionReviewVersions": ["v1"] * 100_000, "clientConfig": {"caBundle": "QUJD" * 1_000_000, "url": "https://a/" + "a" * 1_000_000}}}),
    "documents": ["---\n".join([json.dumps(definition(TEXT)) + "\n"] * 19_000)],
    "a list": ["apiVersion: v1\nkind: List\nitems: [" + ",".join([json.dumps(definition(TEXT))] * 19_000) + "]"],
}

RULES = {
    "parentheses": ruled("(" * 50_000 + "true" + ")" * 50_000),
    "negations": ruled("!" * 100_000 + "true"),
    "minus signs": ruled("-" * 100_000 + "1 == 1"),
    "a long conjunction": ruled(" && ".join(["true"] * 50_000)),
    "a long sum": ruled("+".join(["1"] * 100_000) + " > 1"),
    "conditions": ruled("true ? " * 20_000 + "true" + " : false" * 20_000),
    "lists of lists": ruled("[" * 50_000 + "]" * 50_000 + " == []"),
    "maps of maps": ruled("{1:" * 300 + "1" + "}" * 300 + " == {}"),
    "a long list": ruled("1 in [%s]" % ",".join(["1"] * 200_000)),
    "a long text": ruled("self == '%s'" % ("x" * 4_000_000)),
    "a long path": ruled("self" + ".x" * 100_000 + " == 1"),
    "indexes": ruled("self" + "[0]" * 100_000 + " == 1", items({"type": "integer"})),
    "loops in loops": ruled(every("self.size() > 0", 12), NUMBERS, list(range(1000))),
    "many loops": ruled(" && ".join(["self.all(a, a > 0)"] * 2000), NUMBERS),
    "maps in maps": ruled("self.map(a, " * 40 + "self" + ")" * 40 + ".size() > 0", NUMBERS),
    "lists in lists": ruled("[" + ",".join(["[self, [self, [self]]]"] * 5000) + "].size() > 0"),
    "optional in optional": ruled("optional.of(" * 300 + "1" + ")" * 300 + ".hasValue()"),
    "many rules": of({**TEXT, "x-kubernetes-validations": [{"rule": f"self.size() > {n}", "message": "m"} for n in range(10_000)]}),
    "many wrong rules": of({**TEXT, "x-kubernetes-validations": [{"rule": "self.size( > 1 && nothing"}] * 10_000}),
    "rules everywhere": of(fields(5000, {**TEXT, "maxLength": 5, "x-kubernetes-validations": [{"rule": "self.size() > 1"}]})),
    "rules over a wide schema": ruled(" || ".join(f"self.f{n} == 'a'" for n in range(5000)), fields(20_000, {**TEXT, "maxLength": 1})),
    "a slow pattern": ruled("self.matches('(x{1000}){1000}')"),
    "many patterns": ruled(" && ".join(f"self.matches('a{{{n}}}')" for n in range(900)), LONG),
    "a long message": ruled("true", messageExpression="'" + "x" * 4_000_000 + "'"),
    "letters of every kind": ruled("'" + "\u0301\U0001f600\u202e" * 200_000 + "' == self"),
    "no end of a text": ruled("'" * 200_001),
}

RESOURCES = {
    "deep": written('{"type": "object", "x-kubernetes-preserve-unknown-fields": true}', '{"a": ' * 100_000 + "1" + "}" * 100_000),
    "as deep as may be": of({"x-kubernetes-preserve-unknown-fields": True}, nested(150, "a", {}, {})),
    "wide": of({"type": "object", "additionalProperties": TEXT}, {f"k{n}": "v" for n in range(200_000)}),
    "unknown fields": of({"type": "object"}, {f"k{n}": "v" for n in range(200_000)}),
    "wrong items": of(items({"type": "integer"}), ["x"] * 200_000),
    "a long set": of(items(TEXT, **{"x-kubernetes-list-type": "set"}), [f"v{n}" for n in range(150_000)]),
    "a long set of one": of(items(TEXT, **{"x-kubernetes-list-type": "set"}), ["v"] * 150_000),
    "a set of lists": of(items(items({"type": "integer"}, **{"x-kubernetes-list-type": "atomic"}), **{"x-kubernetes-list-type": "set"}),
                         [[n, n] for n in range(50_000)]),
    "a long map of items": of(items({**fields(1, TEXT), "required": ["f0"]}, **{
        "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["f0"]}), [{"f0": f"v{n}"} for n in range(80_000)]),
    "a long enumeration": of(items({**TEXT, "enum": [f"v{n}" for n in range(20_000)]}), ["x"] * 20_000),
    "branches": of(items({**TEXT, "oneOf": [{"pattern": f"^a{n}$"} for n in range(300)]}), ["x"] * 3000),
    "slow patterns": of(items({**TEXT, "pattern": SLOW}), ["x" * 60] * 2000),
    "a slow pattern": of({**TEXT, "pattern": "(a*)*(a*)*(a*)*b"}, "a" * 3_000_000),
    "defaults": of(items({**fields(1, TEXT), "properties": {f"f{n}": {**TEXT, "default": "v" * 100} for n in range(50)}}), [{}] * 100_000),
    "large defaults": of(items({"type": "object", "properties": {"a": items(TEXT, default=["v"] * 1000)}}), [{}] * 100_000),
    "large numbers": written('{"type": "number", "multipleOf": 1e-300}', "1" + "0" * 1_000_000),
    "large exponents": written('{"type": "number"}', "1e" + "9" * 100_000),
    "quantities": ruled("quantity(self).isGreaterThan(quantity('1e-999999999'))", LONG, "9" * 900_000 + "e999999999"),
    "decimals of a format": ruled("'%.1000000000f'.format([1.0]).size() > 0", None, "a"),
    "many decimals": ruled("[1,2,3].all(a, '%.100000f'.format([1.0e300]).size() > 0)", None, "a"),
    "loops": ruled("self.all(a, self.all(b, a + b > 0))", NUMBERS, list(range(1000))),
    "loops with words": ruled("self.map(a, self.map(b, string(a) + string(b))).size() > 0", {**NUMBERS, "maxItems": 100}, list(range(100))),
    "growth": ruled("self.replace('a', self).replace('a', self).size() > 0", {**TEXT, "maxLength": 300}, "a" * 300),
    "doubled": ruled("(" * 20 + "self" + "".join(f".replace('a', 'a{'a' * n}'))" for n in range(20)) + ".size() > 0",
                     {**TEXT, "maxLength": 100}, "a" * 100),
    "pieces": ruled("self.split('').join('-').split('-').size() > 1", {**TEXT, "maxLength": 200_000}, "a" * 200_000),
    "searching": ruled("self.indexOf('ab') < 0 && self.lastIndexOf('b') < 0", LONG, "a" * 1_000_000),
    "long numbers": ruled("int(self) > 1 || double(self) > 1.0", LONG, "9" * 1_000_000),
    "versions": ruled("semver(self).major() > 1", LONG, "1." * 300_000 + "1"),
    "laughs": [json.dumps(definition({"type": "object", "x-kubernetes-preserve-unknown-fields": True})),
               DOUBLED + "apiVersion: example.com/v1\nkind: Thing\nx: *a9\n"],
    **{f"texts of {name}": of(items({**TEXT, "format": name}), ["1" * 30_000] * 20, [f"a{n}.1-:/%" for n in range(20_000)])
       for name in ("date-time", "duration", "email", "uri", "hostname", "ipv6", "cidr", "byte", "uuid", "isbn", "creditcard", "bsonobjectid")},
}

THEMES = {"schema": SCHEMAS, "specification": SPECIFICATIONS, "rule": RULES, "resource": RESOURCES}
