use gostd::semver::Version;
use hub::annotations::{PRERELEASE, parse_bool};

use crate::{Edit, Facts, Fix, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "version/prerelease",
    severity: Severity::Error,
    summary: "A prerelease version says so in artifacthub.io/prerelease, and no other does.",
    page: include_str!("version_prerelease.md"),
    look,
};

const STABLE: &str = "set the annotation to \"false\" or remove it, or write a prerelease version such as 1.2.3-rc.1";

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let version = &subject.chart.metadata.version;
    let Ok(parsed) = Version::parse(version) else { return Vec::new() };
    let annotated = subject.annotation(PRERELEASE).and_then(parse_bool) == Some(true);
    if parsed.prerelease.is_empty() != annotated {
        return Vec::new();
    }
    if annotated {
        let message = format!("version {version} is stable, but Artifact Hub shows it as a prerelease: {PRERELEASE}");
        let seen = Observation::of(&subject.chart_yaml(), message).at(subject.annotation_node(PRERELEASE));
        return vec![seen.severity(Severity::Warning).hint(STABLE)];
    }
    let message = format!(
        "version {version} is a prerelease, but {PRERELEASE} does not say so: Artifact Hub would call it stable"
    );
    let seen = Observation::of(&subject.chart_yaml(), message)
        .at(subject.annotation_node(PRERELEASE).or(subject.field("version")));
    let seen = seen.hint(format!("set `{PRERELEASE}: \"true\"` under `annotations`"));
    vec![match annotation(subject) {
        Some(fix) => seen.fix(fix),
        None => seen,
    }]
}

/// The annotation as a new line before the other ones. Not where the annotation says otherwise: somebody meant that.
fn annotation(subject: &Subject<'_>) -> Option<Fix> {
    let file = subject.chart_yaml();
    if subject.annotation_node(PRERELEASE).is_some() {
        return None;
    }
    let line = format!("{PRERELEASE}: \"true\"\n");
    let (key, value) =
        subject.chart.chart_yaml.entry("annotations").or_else(|| subject.chart.chart_yaml.entry("version"))?;
    let edit = match value.as_mapping().and_then(|entries| entries.first()) {
        Some((first, _)) => {
            // In a flow mapping (`{…}`) lines are something else.
            let at = first.span.start;
            let is_block = at.line > key.span.start.line && value.span.start == at && at.column > key.span.start.column;
            let indent = " ".repeat(usize::try_from(at.column).ok()?.saturating_sub(1));
            is_block.then(|| Edit::insert(&file, at, format!("{line}{indent}")))?
        }
        None => {
            let at = key.span.start;
            let is_top = at.column == 1 && subject.field("annotations").is_none();
            is_top.then(|| Edit::insert(&file, at, format!("annotations:\n  {line}")))?
        }
    };
    Some(Fix::new(format!("add `{PRERELEASE}: \"true\"`"), edit))
}
