//! One probe.

use crd::judge::{self, Verdict};
use crd::target::Target;
use gostd::json::{Value, parse};
use goyaml::Node;

/// A line of the file.
pub struct Case {
    pub id: String,
    new: Node,
    old: Option<Node>,
    line: Value,
}

/// What is compared, sorted.
#[derive(Debug, Default, PartialEq)]
pub struct Answer {
    pub decode: Option<String>,
    pub strict: Vec<String>,
    pub warnings: Vec<String>,
    /// Kind, field, detail.
    pub errors: Vec<(String, String, String)>,
}

impl Answer {
    pub fn is_accepted(&self) -> bool {
        self.decode.is_none() && self.strict.is_empty() && self.errors.is_empty()
    }

    fn sorted(mut self) -> Self {
        self.strict.sort();
        self.warnings.sort();
        self.errors.sort();
        self
    }
}

impl Case {
    /// Read as YAML, since keys that stand twice count.
    pub fn parse(line: &str) -> Self {
        let node = goyaml::parse(line.as_bytes()).expect("a line of JSON").expect("a document");
        let new = document(node.get("crd").expect("a definition")).expect("a definition that is not null");
        let old = node.get("old").and_then(document);
        let line = parse(line.as_bytes()).expect("a line of JSON");
        let id = line.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        Self { id, new, old, line }
    }

    pub fn judged(&self, target: Target) -> Answer {
        let verdict = match &self.old {
            None => judge::create(&self.new, target),
            Some(old) => judge::update(&self.new, old, target),
        };
        answer(&verdict)
    }

    pub fn expected(&self, key: &str) -> Answer {
        let expected = self.line.get(key).expect("a verdict");
        let errors = expected.get("errors").and_then(Value::as_array).unwrap_or_default();
        let text = |error: &Value, key: &str| error.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let errors = errors
            .iter()
            .map(|error| (text(error, "Type"), text(error, "Field"), without_clock(&text(error, "Detail"))));
        // The generation of an object is set by a part of the server that did not run when the verdicts were made.
        let errors = errors.filter(|(_, field, _)| field != "metadata.generation");
        let errors = errors.map(|(kind, field, detail)| (kind, field, without_numbers(&detail)));
        let answer = Answer {
            decode: expected.get("decode").and_then(Value::as_str).map(str::to_owned),
            strict: texts(expected, "strict"),
            warnings: texts(expected, "warnings"),
            errors: errors.collect(),
        };
        answer.sorted()
    }
}

/// The server names the types of `self` by the clock: `selfType971574728`.
fn without_numbers(detail: &str) -> String {
    let mut parts = detail.split("selfType");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + "selfType" + part.trim_start_matches(|digit: char| digit.is_ascii_digit()))
}

/// A text is YAML, everything else the object itself.
fn document(node: &Node) -> Option<Node> {
    match node.as_str() {
        Some(text) => goyaml::parse(text.as_bytes()).expect("YAML"),
        None => node.as_mapping().map(|_| node.clone()),
    }
}

/// The server numbers the types of rules by its clock.
fn without_clock(detail: &str) -> String {
    let mut parts = detail.split("selfType");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + "selfType1" + part.trim_start_matches(|one: char| one.is_ascii_digit()))
}

fn texts(value: &Value, key: &str) -> Vec<String> {
    let list = value.get(key).and_then(Value::as_array).unwrap_or_default();
    list.iter().filter_map(|text| text.as_str().map(str::to_owned)).collect()
}

fn answer(verdict: &Verdict) -> Answer {
    let errors = verdict.errors.iter().map(|error| {
        let error = &error.what;
        (error.kind.name().to_owned(), error.field.to_string(), without_numbers(&error.detail))
    });
    let answer = Answer {
        decode: verdict.decode.as_ref().map(|decode| decode.what.clone()),
        strict: verdict.strict.iter().map(|strict| strict.what.clone()).collect(),
        warnings: verdict.warnings.iter().map(|warning| warning.what.clone()).collect(),
        errors: errors.collect(),
    };
    answer.sorted()
}
