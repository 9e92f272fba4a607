//! The definition that the cases change, and how they are told.

use gostd::json::{Value, encode};
use goyaml::Node;

use crate::judge::{Verdict, create, update};
use crate::target::Target;

/// One document that is accepted.
pub(super) const WIDGETS: &str = "\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: widgets, singular: widget, kind: Widget, listKind: WidgetList}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties: {a: {type: string}, n: {type: integer}}
";

/// A document in which values stand instead of others: `("spec.group", "example")`. `-` takes a key away; the values are
/// YAML, and lists are gone into by index.
pub(super) fn changed(changes: &[(&str, &str)]) -> Node {
    let mut document = value(WIDGETS);
    for (path, text) in changes {
        set(&mut document, path, text);
    }
    goyaml::parse(encode(&document).as_bytes()).expect("YAML").expect("a document")
}

fn value(text: &str) -> Value {
    goyaml::to_json(text.as_bytes()).expect("YAML").unwrap_or_default()
}

fn set(document: &mut Value, path: &str, text: &str) {
    let mut at = document;
    let (parents, last) = path.rsplit_once('.').unwrap_or(("", path));
    for step in parents.split('.').filter(|step| !step.is_empty()) {
        at = match at {
            Value::Array(items) => &mut items[step.parse::<usize>().expect("an index")],
            Value::Object(members) => members.entry(step.to_owned()).or_insert_with(|| value("{}")),
            _ => panic!("nothing below {step}"),
        };
    }
    match at {
        Value::Object(members) if text == "-" => drop(members.remove(last)),
        Value::Object(members) => drop(members.insert(last.to_owned(), value(text))),
        Value::Array(items) => items.push(value(text)),
        _ => panic!("nothing below {path}"),
    }
}

pub(super) fn created(changes: &[(&str, &str)]) -> Verdict {
    create(&changed(changes), Target::V1_37)
}

pub(super) fn updated(old: &[(&str, &str)], new: &[(&str, &str)]) -> Verdict {
    update(&changed(new), &changed(old), Target::V1_37)
}

/// Every error in the server's words.
pub(super) fn texts(verdict: &Verdict) -> Vec<String> {
    assert_eq!(verdict.decode, None);
    assert_eq!(verdict.strict, Vec::new());
    verdict.errors.iter().map(|error| error.what.to_string()).collect()
}

/// A second version that differs from the first.
pub(super) const SECOND: &str =
    "{name: v2, served: true, storage: false, schema: {openAPIV3Schema: {type: object, description: two}}}";

pub(super) const WEBHOOK: &str = "{strategy: Webhook, webhook: {conversionReviewVersions: [v1], clientConfig: {service: \
     {name: hook, namespace: ns}}}}";

/// A label of DNS, as the server's complaints end.
pub(super) const LABEL: &str = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an \
     alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for \
     validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
