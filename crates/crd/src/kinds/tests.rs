use super::{Kinds, Unmatched};
use crate::decode;
use crate::definition::Definition;
use crate::target::Target;
use crate::violation::MOST_TOLD;

const DEFINITION: &str = r"
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: webs.demo.example}
spec:
  group: demo.example
  names: {kind: Web, plural: webs}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    schema: &schema
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            required: [size]
            properties:
              size: {type: integer, maximum: 3}
              list: {type: array, items: {type: object, properties: {a.b: {type: string}}}}
  - {name: v0, served: false, storage: false, schema: *schema}
";

fn definition() -> Definition {
    let value = goyaml::to_json(DEFINITION.as_bytes()).unwrap().unwrap();
    decode::definition(&value).unwrap().definition.with_defaults()
}

fn said(text: &str) -> (Vec<String>, Option<String>) {
    let document = goyaml::parse(text.as_bytes()).unwrap().unwrap();
    let judged = Kinds::new(vec![definition()], Target::V1_37).judge(&document);
    let verdict = judged.verdict.as_ref().unwrap();
    let place = |place: &crate::judge::Place| {
        let at = place.position.unwrap();
        format!("{}:{} {}", at.line, at.column, place.path)
    };
    let strict = verdict.strict.iter().map(|strict| format!("{} {}", place(&strict.place), strict.what));
    let errors = verdict.errors.iter().map(|error| format!("{} {}", place(&error.place), error.what));
    (strict.chain(errors).collect(), judged.message())
}

const HEAD: &str = "apiVersion: demo.example/v1\nkind: Web\nmetadata: {name: web}\n";

#[test]
fn verdicts_have_places() {
    let (told, message) = said(&format!("{HEAD}spec:\n  size: 4\n"));
    let text = "spec.size: Invalid value: 4: spec.size in body should be less than or equal to 3";
    assert_eq!(told, [format!("5:9 spec.size {text}")]);
    assert_eq!(message.unwrap(), format!("Web.demo.example \"web\" is invalid: {text}"));
    assert_eq!(said(&format!("{HEAD}spec: {{size: 1}}\n")), (Vec::new(), None));
}

#[test]
fn whole_numbers_are_whole_however_they_are_written() {
    for size in ["1.0", "1e0", "+1", "0x1"] {
        assert_eq!(said(&format!("{HEAD}spec: {{size: {size}}}\n")), (Vec::new(), None), "{size}");
    }
    let (told, _) = said(&format!("{HEAD}spec: {{size: 1.5}}\n"));
    assert_eq!(told.len(), 2, "{told:?}");
}

#[test]
fn unknown_and_repeated_keys_have_places() {
    let (told, message) =
        said(&format!("{HEAD}spec:\n  size: 1\n  size: 2\n  list:\n  - a.b: x\n  - {{a.b: x, a.c: y}}\n"));
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("6:3 <nil> ") && told[0].contains("size"), "{told:?}");
    assert_eq!(told[1], "9:14 spec.list[1].a.c unknown field \"spec.list[1].a.c\"");
    let message = message.unwrap();
    assert!(message.starts_with("Web in version \"v1\" cannot be handled as a Web: strict decoding error: "));
}

#[test]
fn what_has_no_definition_is_told_apart() {
    let kinds = Kinds::new(vec![definition()], Target::V1_37);
    let verdict = |api_version: &str, kind: &str| {
        let text = format!("apiVersion: {api_version}\nkind: {kind}\n");
        kinds.judge(&goyaml::parse(text.as_bytes()).unwrap().unwrap()).verdict.map(|_| ()).unwrap_err()
    };
    assert_eq!(verdict("v1", "Web"), Unmatched::Group);
    assert_eq!(verdict("other.example/v1", "Web"), Unmatched::Group);
    assert_eq!(verdict("demo.example/v1", "Wob"), Unmatched::Kind);
    assert_eq!(verdict("demo.example/v2", "Web"), Unmatched::Version);
    assert_eq!(verdict("demo.example/v0", "Web"), Unmatched::NotServed);
}

#[test]
fn many_unknown_fields_are_found_in_one_pass() {
    let fields: String = (0..20_000).map(|number| format!("  unknown{number}: 1\n")).collect();
    let started = std::time::Instant::now();
    let (told, _) = said(&format!("{HEAD}spec:\n  size: 1\n{fields}"));
    assert_eq!(told.len(), MOST_TOLD);
    assert_eq!(told[0], "6:3 spec.unknown0 unknown field \"spec.unknown0\"");
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}
