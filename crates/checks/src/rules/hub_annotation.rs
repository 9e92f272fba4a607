use hub::annotations::{
    ALTERNATIVE_NAME, CATEGORY, CHANGES, CONTAINS_SECURITY_UPDATES, CRDS, IMAGES, OPERATOR, OPERATOR_CAPABILITIES,
    PRERELEASE, SIGN_KEY,
};

use crate::{Edit, Fix, told};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/annotation",
    severity: Severity::Error,
    summary: "Artifact Hub accepts every annotation: one bad value and the whole version is missing.",
    page: include_str!("hub_annotation.md"),
    look,
};

const CAPABILITIES: [&str; 5] = ["basic install", "seamless upgrades", "full lifecycle", "deep insights", "auto pilot"];
const BOOLEANS: [&str; 3] = [OPERATOR, PRERELEASE, CONTAINS_SECURITY_UPDATES];

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let causes = told::causes(subject).filter_map(|(refusal, cause)| {
        let key = cause.annotation.as_deref()?;
        let message = format!("{key}: {}", told::words(refusal, cause));
        let seen = Observation::of(&subject.chart_yaml(), message).at_position(cause.position);
        let seen = seen.hint(hint(key, subject.annotation(key).unwrap_or_default()));
        let fix = fix(subject, key);
        Some(Observation { fix, ..seen })
    });
    causes.collect()
}

/// What to write instead.
fn hint(key: &str, value: &str) -> String {
    if value.is_empty() && key != SIGN_KEY {
        return "give it a value, or leave the annotation out: an empty one is not as good as none".to_owned();
    }
    match key {
        OPERATOR | PRERELEASE | CONTAINS_SECURITY_UPDATES => "write \"true\" or \"false\"".to_owned(),
        CATEGORY => format!("write one of {}", hub::category::names().collect::<Vec<_>>().join(", ")),
        OPERATOR_CAPABILITIES => format!("write one of {}", CAPABILITIES.join(", ")),
        ALTERNATIVE_NAME => "write a name that holds the chart's name, or is a part of it".to_owned(),
        SIGN_KEY => "write `fingerprint` and `url`, or leave the annotation out".to_owned(),
        CHANGES => {
            "write a list of texts, or of mappings with `description` and perhaps `kind` (added, changed, deprecated, \
                    removed, fixed, security) and `links`; put texts with a colon or other signs of YAML in quotes"
                .to_owned()
        }
        IMAGES => {
            "write a list of mappings with `image` and perhaps `name`, `whitelisted` (true or false, without quotes) \
                   and `platforms`"
                .to_owned()
        }
        CRDS => "write a list of mappings with `kind`, `version`, `name` and `description`".to_owned(),
        _ => {
            "write a list of mappings, each key once, with the keys that Artifact Hub's documentation names".to_owned()
        }
    }
}

/// The right spelling of a value on one line whose meaning is beyond doubt.
fn fix(subject: &Subject<'_>, key: &str) -> Option<Fix> {
    let node = subject.annotation_node(key).filter(|node| node.span.start.line == node.span.end.line)?;
    let value = subject.annotation(key)?;
    let meant = meant(key, value)?;
    let text = if BOOLEANS.contains(&key) { format!("{meant:?}") } else { meant.to_owned() };
    Some(Fix::new(format!("write `{key}: {text}`"), Edit::replace(&subject.chart_yaml(), node, text)))
}

fn meant(key: &str, value: &str) -> Option<&'static str> {
    let plain = value.trim().to_lowercase().replace(['-', '_'], " ");
    match key {
        _ if BOOLEANS.contains(&key) => match plain.as_str() {
            "yes" | "y" | "on" | "true" => Some("true"),
            "no" | "n" | "off" | "false" => Some("false"),
            _ => None,
        },
        CATEGORY => hub::category::names().find(|category| category.replace('-', " ") == plain),
        OPERATOR_CAPABILITIES => CAPABILITIES.iter().find(|level| **level == plain).copied(),
        _ => None,
    }
}
