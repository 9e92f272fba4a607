use chart::EntryKind;

use crate::ignore_file::IgnoreFile;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "package/helmignore",
    severity: Severity::Warning,
    summary: ".helmignore does what it seems to say, and leaves nothing out that the chart needs.",
    page: include_str!("package_helmignore.md"),
    look,
};

/// Entries of the chart's folder that Helm has a use for.
const NEEDED: [(&str, &str); 6] = [
    ("templates", "nothing of it is rendered"),
    ("crds", "its definitions are not installed"),
    ("charts", "the charts within are missing"),
    ("values.schema.json", "values are not checked"),
    ("Chart.lock", "users can't build the same dependencies"),
    ("requirements.yaml", "its dependencies are unknown"),
];

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let Some(ignore) = IgnoreFile::of(subject) else { return Vec::new() };
    let mut seen: Vec<Observation> = ignore
        .rules()
        .filter_map(|(position, rule)| {
            let (why, hint) = useless(rule)?;
            let message = format!("`{rule}` matches nothing: {why}");
            Some(Observation::of(ignore.path(), message).at_position(Some(position)).hint(hint))
        })
        .collect();
    let entries = subject.source().entries("").unwrap_or_default();
    for (name, consequence) in NEEDED {
        let Some(entry) = entries.iter().find(|entry| entry.name == name) else { continue };
        let is_folder = !matches!(entry.kind, EntryKind::File);
        if let Some((position, rule)) = ignore.culprit(name, is_folder) {
            let message = format!("`{rule}` leaves out {name}: {consequence}");
            let seen_here = Observation::of(ignore.path(), message).at_position(Some(position));
            seen.push(seen_here.hint(format!("narrow the rule, or remove {name} from the chart")));
        }
    }
    seen
}

/// Why a rule can never match, and what to write instead.
fn useless(rule: &str) -> Option<(&'static str, String)> {
    if rule.starts_with('!') {
        return None;
    }
    if let Some(rest) = rule.strip_prefix("./") {
        return Some(("paths do not begin with a dot", format!("write `/{rest}`")));
    }
    if let Some((pattern, _)) = rule.split_once(" #") {
        let pattern = pattern.trim_end();
        return Some(("a comment needs a line of its own", format!("write `{pattern}`, and the comment above it")));
    }
    if rule.trim_matches('/').is_empty() {
        return Some(("it names no path", "remove the line".to_owned()));
    }
    let braces = rule.split_once('{').and_then(|(_, rest)| rest.split_once('}'));
    if braces.is_some_and(|(inside, _)| inside.contains(',')) {
        return Some(("Helm knows no braces", "write one line for each alternative".to_owned()));
    }
    None
}
