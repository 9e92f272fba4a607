"""Schemas of values: JSON Schema with a few keywords, of every draft."""

import json

DRAFTS = (None, None, "http://json-schema.org/draft-07/schema#", "https://json-schema.org/draft/2020-12/schema", "http://json-schema.org/draft-04/schema#", "https://json-schema.org/draft/2019-09/schema", "http://json-schema.org/draft-06/schema", "nope")
TYPES = ("string", "integer", "number", "boolean", "array", "object", "null", ["string", "null"], "strnig")
FORMATS = ("email", "uri", "date-time", "ipv4", "uuid", "regex", "semver", "unknown")
PATTERNS = ("^a", "[0-9]+", "(", "^\\d{1,3}$", "\\p{L}", "x|y")


def schema(r):
    """The text of values.schema.json."""
    if r.random() < 0.03:
        return r.choice(("", "{", "[]", "true", "false", "null", "{\"type\": 1}", "12"))
    whole = {"type": "object", "properties": {key: part(r, 2) for key in keys(r)}}
    draft = r.choice(DRAFTS)
    if draft:
        whole["$schema"] = draft
    if r.random() < 0.3:
        whole["required"] = keys(r)
    if r.random() < 0.2:
        whole["additionalProperties"] = r.choice((False, True, {"type": "string"}))
    if r.random() < 0.3:
        whole["$defs"] = {"d": part(r, 1)}
        whole["properties"]["image"] = {"$ref": r.choice(("#/$defs/d", "#/$defs/d", "#/definitions/d", "#", "#/properties/a"))}
    if r.random() < 0.1:
        whole["patternProperties"] = {r.choice(PATTERNS): part(r, 1)}
    return json.dumps(whole, ensure_ascii=False)


def keys(r):
    return r.sample(("a", "b", "c", "key", "name", "enabled", "nested", "image", "replicas"), r.randint(0, 4))


def part(r, depth):
    """A schema of one value."""
    if r.random() < 0.05:
        return r.choice((True, False))
    result = {}
    for _ in range(r.randint(0, 2)):
        keyword, value = r.choice(_SIMPLE)(r)
        result[keyword] = value
    if depth > 0 and r.random() < 0.4:
        keyword, value = r.choice(_NESTED)(r, depth - 1)
        result[keyword] = value
    return result


_SIMPLE = (
    lambda r: ("type", r.choice(TYPES)),
    lambda r: ("type", r.choice(TYPES)),
    lambda r: ("enum", r.sample(["x", 1, 1.5, None, True, [], {"a": 1}, "it's"], r.randint(1, 3))),
    lambda r: ("const", r.choice(["x", 1, None, {"a": 1}, "\u00e9"])),
    lambda r: (r.choice(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")), r.choice((0, 1, -1.5, 1000000, 65535, 1e21, 0.1))),
    lambda r: ("multipleOf", r.choice((1, 2, 0.1, 1000))),
    lambda r: (r.choice(("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")), r.choice((0, 1, 2, 3, 1000))),
    lambda r: ("pattern", r.choice(PATTERNS)),
    lambda r: ("format", r.choice(FORMATS)),
    lambda r: ("required", keys(r)),
    lambda r: ("uniqueItems", True),
    lambda r: ("dependentRequired", {"a": ["b"]}),
    lambda r: ("title", "A title"),
)

_NESTED = (
    lambda r, depth: ("properties", {key: part(r, depth) for key in keys(r)}),
    lambda r, depth: ("items", r.choice((part(r, depth), [part(r, depth)]))),
    lambda r, depth: ("prefixItems", [part(r, depth), part(r, depth)]),
    lambda r, depth: ("contains", part(r, depth)),
    lambda r, depth: (r.choice(("anyOf", "oneOf", "allOf")), [part(r, depth) for _ in range(r.randint(1, 3))]),
    lambda r, depth: ("not", part(r, depth)),
    lambda r, depth: ("additionalProperties", part(r, depth)),
    lambda r, depth: ("propertyNames", part(r, depth)),
    lambda r, depth: ("if", part(r, depth)),
    lambda r, depth: ("dependentSchemas", {"a": part(r, depth)}),
    lambda r, depth: ("unevaluatedProperties", False),
)
