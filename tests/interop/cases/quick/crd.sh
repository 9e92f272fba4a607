# shellcheck shell=bash
# The verdicts of `portolan crd validate`, judged by what others made: our schema of its report, and a validator of JSON Schema
# that reads a definition's own schema.

thing_definition() {
  file "$1" <<'END'
{"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "things.example.com"},
 "spec": {"group": "example.com", "scope": "Namespaced", "names": {"plural": "things", "kind": "Thing"}, "versions": [
  {"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema": {"type": "object", "required": ["spec"],
   "properties": {"apiVersion": {"type": "string"}, "kind": {"type": "string"}, "metadata": {"type": "object"}, "spec": {
    "type": "object", "required": ["size"], "minProperties": 1, "maxProperties": 6, "properties": {
     "size": {"type": "integer", "minimum": 1, "maximum": 10, "exclusiveMaximum": true, "multipleOf": 3},
     "share": {"type": "number", "minimum": 0.5},
     "colour": {"type": "string", "enum": ["red", "green"]},
     "code": {"type": "string", "pattern": "^[a-z]+[0-9]*$", "minLength": 2, "maxLength": 5},
     "day": {"type": "string", "format": "date"},
     "address": {"type": "string", "format": "ipv4"},
     "labels": {"type": "object", "additionalProperties": {"type": "string"}},
     "parts": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "object", "required": ["name"],
      "properties": {"name": {"type": "string"}, "on": {"type": "boolean"}}}},
     "either": {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}},
      "oneOf": [{"required": ["a"]}, {"required": ["b"]}], "not": {"required": ["a", "b"]}}}}}}}}]}}
END
}

# thing NAME SPEC: one resource, a comma behind it.
thing() {
  printf '{"apiVersion": "example.com/v1", "kind": "Thing", "metadata": {"name": "%s"}, "spec": %s},\n' "$1" "$2"
}

things() {
  thing least '{"size": 3}'
  thing most '{"size": 9, "share": 0.5, "colour": "red", "code": "ab12", "labels": {"a": "b"}, "parts": [{"name": "x", "on": true}]}'
  thing strings '{"size": 3, "day": "2026-02-28", "address": "10.0.0.1"}'
  thing either '{"size": 6, "either": {"b": 1}}'
  thing no-size '{"share": 1}'
  thing no-object '[]'
  thing null-size '{"size": null}'
  thing text-size '{"size": "3"}'
  thing fraction '{"size": 3.5}'
  thing too-small '{"size": 0}'
  thing too-large '{"size": 10}'
  thing exclusive '{"size": 12}'
  thing no-multiple '{"size": 4}'
  thing small-share '{"size": 3, "share": 0.25}'
  thing colour '{"size": 3, "colour": "blue"}'
  thing code '{"size": 3, "code": "12"}'
  thing short-code '{"size": 3, "code": "a"}'
  thing long-code '{"size": 3, "code": "abcdef"}'
  thing letters '{"size": 3, "code": "äöü"}'
  thing day '{"size": 3, "day": "2026-02-30"}'
  thing address '{"size": 3, "address": "10.0.0.256"}'
  thing labels '{"size": 3, "labels": {"a": 1}}'
  thing no-parts '{"size": 3, "parts": []}'
  thing many-parts '{"size": 3, "parts": [{"name": "a"}, {"name": "b"}, {"name": "c"}, {"name": "d"}]}'
  thing nameless '{"size": 3, "parts": [{"on": true}]}'
  thing no-boolean '{"size": 3, "parts": [{"name": "a", "on": "yes"}]}'
  thing neither '{"size": 3, "either": {}}'
  thing both '{"size": 3, "either": {"a": 1, "b": 2}}'
}

case_resources_are_taken_as_json_schema_takes_them() {
  need report-judges
  local version
  thing_definition definition.json
  { printf '{"apiVersion": "v1", "kind": "List", "items": [\n'; things | sed '$s/,$//'; printf ']}\n'; } > resources.json
  for version in 1.36 1.37; do
    expect_exit 1 portolan crd validate definition.json --cr resources.json --kubernetes "$version" --output json
    cp said.out report.json
    in_time report-judges "$INTEROP/python/judge_report.py" crd report.json definition.json resources.json > judged
  done
  note "$(cat judged)"
}

# Everything that a report may hold: an update that breaks, warnings, clashes, what is left out, and what cannot be read.
case_reports_of_every_kind_are_what_our_schema_says() {
  need report-judges
  thing_definition definition.json
  sed 's/"minLength": 2/"minLength": 4/; s/"format": "ipv4"/"format": "unheard-of"/' definition.json > changed.json
  sed 's/things/others/; s/"kind": "Thing"/"kind": "Thing", "listKind": "thing list"/' definition.json > clashing.json
  printf '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "one"}}\n' > config.json
  printf '{"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "spec": {"group": 1}}\n' > unreadable.json
  { printf '{"apiVersion": "v1", "kind": "List", "items": [\n'; things | sed '$s/,$//'; printf ']}\n'; } > resources.json
  printf '{"apiVersion": "v1", "kind": "List", "items": []}\n' > none.json
  expect_exit 1 portolan crd validate changed.json clashing.json unreadable.json config.json --cr config.json --old definition.json --output json
  in_time report-judges "$INTEROP/python/judge_report.py" crd said.out definition.json none.json
}

case_our_own_chart_is_accepted() {
  expect_exit 0 portolan crd validate "$PROJECT/charts/agents/crds" --cr "$PROJECT/charts/agents/examples" --output json
  note "$(grep -c '"accepted": true' said.out) verdicts"
}
