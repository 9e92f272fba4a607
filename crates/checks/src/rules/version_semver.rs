use gostd::semver::Version;

use crate::edits;
use crate::{Facts, Fix, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "version/semver",
    severity: Severity::Error,
    summary: "The chart's version is strict SemVer 2.",
    page: include_str!("version_semver.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let version = &subject.chart.metadata.version;
    let Err(error) = Version::parse_strict(version) else { return Vec::new() };
    let message = format!("version {version:?} is not strict SemVer: {}", reason(version, &error.to_string()));
    let seen = Observation::of(&subject.chart_yaml(), message).at(subject.field("version"));
    match Version::parse(version) {
        Ok(loose) => {
            let (advice, loose) = (format!("write `version: {loose}`"), loose.to_string());
            let seen = seen.hint(advice.as_str());
            // An unquoted number is not what it looks like: `version/quotes` comes first.
            let node = subject.field("version").filter(|node| node.as_str() == Some(version));
            vec![match node.and_then(|node| edits::replaced(&subject.chart_yaml(), node, &loose)) {
                Some(edit) => seen.fix(Fix::new(advice, edit)),
                None => seen,
            }]
        }
        Err(_) => vec![seen.hint("write three numbers such as `version: 1.2.3`")],
    }
}

/// What is wrong, in words for people where the usual things are.
fn reason(version: &str, error: &str) -> String {
    let core = version.split(['-', '+']).next().unwrap_or_default();
    match (version.chars().next(), core.split('.').count()) {
        (Some(letter @ ('v' | 'V')), _) => format!("it begins with {letter:?}"),
        (Some('0'..='9'), count @ (1 | 2)) => {
            format!("it has {} instead of three", if count == 1 { "one number" } else { "two numbers" })
        }
        (Some('0'..='9'), count @ 4..) => format!("it has {count} numbers instead of three"),
        _ => error.to_owned(),
    }
}
