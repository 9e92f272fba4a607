//! Cases of the contract about schemas, by their numbers, and what hostile schemas do.

mod hostile;
mod keywords;
mod lists;
mod structure;

use gostd::regexp::{Budget, DEFAULT_UNITS};

use crate::options::Options;
use crate::path::Path;
use crate::schema::Schema;
use crate::structural::Structural;
use crate::target::Target;

/// A schema of a YAML text.
fn schema(yaml: &str) -> Schema {
    let value = goyaml::to_json(yaml.as_bytes()).expect("YAML").expect("a document");
    crate::decode::schema(&value).expect("a schema")
}

/// What the server says of a schema, sorted; its path begins with `S`.
fn errors(schema: &Schema) -> Vec<String> {
    let root = Path::root();
    let at = root.child("S");
    let mut violations = match Structural::new(schema) {
        Ok(structural) => crate::structural::check(&structural, &at, &Budget::new(DEFAULT_UNITS)),
        Err(_) => Vec::new(),
    };
    violations.extend(crate::keywords::check(schema, &at, &Options::create(Target::V1_37)).violations);
    let mut texts: Vec<String> = violations.iter().map(ToString::to_string).collect();
    texts.sort();
    texts
}

/// A root schema says this.
#[track_caller]
fn root(yaml: &str, expected: &[&str]) {
    assert_eq!(errors(&schema(yaml)), expected, "{yaml}");
}

/// `spec.x` has this schema in flow style, and `…` stands for its path.
#[track_caller]
fn x(yaml: &str, expected: &[&str]) {
    let expected: Vec<String> =
        expected.iter().map(|text| text.replace('…', "S.properties[spec].properties[x]")).collect();
    let whole = format!("{{type: object, properties: {{spec: {{type: object, properties: {{x: {yaml}}}}}}}}}");
    assert_eq!(errors(&schema(&whole)), expected, "{yaml}");
}
