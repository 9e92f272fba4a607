use goyaml::{Kind, Node, Position};
use schema::CompileError;

use crate::text_place::{Places, below};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "schema/remote-ref",
    severity: Severity::Warning,
    summary: "values.schema.json refers to nothing outside of itself.",
    page: include_str!("schema_remote_ref.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let Some(file) = &subject.chart.schema else { return Vec::new() };
    // Whatever leads elsewhere is a reference by a text without `#` at its beginning.
    if memchr::memmem::find(&file.data, b"ef\"").is_none() {
        return Vec::new();
    }
    let Err(CompileError::External(url)) = schema::compile(&file.data) else { return Vec::new() };
    let position = position(&Places::read(&file.data), &url);
    let name = &file.path;
    let seen = |message| Observation::of(&subject.path(name), message).at_position(position);
    let hint = "copy what it refers to into \"$defs\" and refer to it there: \"#/$defs/NAME\"";
    if let Some(path) = url.strip_prefix("file:") {
        let message = format!(
            "refers to the file {}, which no user has: Helm refuses every install",
            path.trim_start_matches("//")
        );
        return vec![seen(message).severity(Severity::Error).hint(hint)];
    }
    let message = format!("refers to {url}: Helm fetches that at every install, and refuses the chart where it can't");
    vec![seen(message).hint(hint)]
}

/// The first reference that leads there.
fn position(places: &Places, url: &str) -> Option<Position> {
    let last = url.rsplit('/').next().unwrap_or(url);
    places.documents().find_map(|(lines, root)| reference(root, last).map(|at| below(at, lines)))
}

/// The YAML reader bounds the depth.
fn reference(node: &Node, last: &str) -> Option<Position> {
    match &node.kind {
        Kind::Scalar(_) => None,
        Kind::Sequence(items) => items.iter().find_map(|item| reference(item, last)),
        Kind::Mapping(entries) => entries.iter().find_map(|(key, value)| {
            let text = value.as_scalar().map(|scalar| scalar.value.split('#').next().unwrap_or_default());
            let is_reference = key.as_str().is_some_and(|key| matches!(key, "$ref" | "$schema" | "$dynamicRef"));
            if is_reference && text.is_some_and(|text| !text.is_empty() && text.ends_with(last)) {
                return Some(value.span.start);
            }
            reference(value, last)
        }),
    }
}
