use goyaml::Node;

use crate::chart_text::is_number;
use crate::edits;
use crate::{Facts, Fix, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "version/quotes",
    severity: Severity::Error,
    summary: "version and appVersion are text, not numbers.",
    page: include_str!("version_quotes.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let metadata = &subject.chart.metadata;
    let fields = [("version", &metadata.version), ("appVersion", &metadata.app_version)];
    let seen = fields.into_iter().filter_map(|(key, becomes)| {
        let node = subject.field(key).filter(|node| is_number(node))?;
        Some(observation(subject, key, node, becomes))
    });
    seen.collect()
}

fn observation(subject: &Subject<'_>, key: &str, node: &Node, becomes: &str) -> Observation {
    let file = subject.chart_yaml();
    let text = node.as_scalar().map(|scalar| scalar.value.as_str()).unwrap_or_default();
    let message = match text == becomes {
        true => format!("{key} {text} is a number, not text"),
        false => format!("{key} {text} is a number, not text: it becomes {becomes}"),
    };
    let seen = Observation::of(&file, message).at(Some(node)).hint(format!("write `{key}: \"{text}\"`"));
    match edits::replaced(&file, node, text) {
        Some(edit) => seen.fix(Fix::new(format!("write `{key}: \"{text}\"`"), edit)),
        None => seen,
    }
}
