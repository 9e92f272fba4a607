use hub::annotations::CRDS;

use crate::definitions::{Definition, Item, definitions, items};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "drift/crds",
    severity: Severity::Warning,
    summary: "artifacthub.io/crds lists the custom resource definitions that the chart brings.",
    page: include_str!("drift_crds.md"),
    look,
};

/// Kinds that one message names.
const NAMED: usize = 8;

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let Some(listed) = items(subject, CRDS, "kind") else { return Vec::new() };
    let known = definitions(subject);
    if known.is_empty() {
        return none_at_all(subject, &listed);
    }
    let wrong = listed.iter().filter_map(|item| {
        let (field, message, hint) = difference(item, &known)?;
        Some(Observation::of(&subject.chart_yaml(), message).at_position(item.place(field)).hint(hint))
    });
    wrong.chain(missing(subject, &listed, &known)).collect()
}

/// What an item says that is not so: the field, a message and a hint.
fn difference(item: &Item, known: &[Definition]) -> Option<(&'static str, String, String)> {
    let kind = item.text("kind")?;
    let of_kind: Vec<&Definition> = known.iter().filter(|definition| definition.kind == kind).collect();
    let Some(first) = of_kind.first() else {
        let kinds: Vec<&str> = known.iter().map(|definition| definition.kind.as_str()).collect();
        let hint = match goyaml::nearest(kind, &kinds) {
            Some(near) => format!("write `kind: {near}` if that is meant, otherwise remove the item"),
            None => "remove the item".to_owned(),
        };
        let message = format!("artifacthub.io/crds lists {kind}, but the chart brings no such definition");
        return Some(("kind", message, hint));
    };
    let name = item.text("name").filter(|name| name.contains('.'));
    let same = name.map_or(Some(first), |name| of_kind.iter().find(|definition| definition.name == name));
    let Some(definition) = same else {
        let message =
            format!("artifacthub.io/crds calls {kind} {:?}, its definition {:?}", name.unwrap_or_default(), first.name);
        return Some(("name", message, format!("write `name: {}`", first.name)));
    };
    let version = item.text("version")?;
    let found = of_kind.iter().flat_map(|definition| &definition.versions).find(|(name, _)| name == version);
    let why = match found {
        Some((_, true)) => return None,
        Some((_, false)) => "which is no longer served".to_owned(),
        None => format!("but {} has no such version", definition.name),
    };
    let hint = match definition.served().as_slice() {
        [only] => format!("write `version: {only}`"),
        served => format!("write one of {}", served.join(", ")),
    };
    Some(("version", format!("artifacthub.io/crds lists {kind} in version {version}, {why}"), hint))
}

fn missing(subject: &Subject<'_>, listed: &[Item], known: &[Definition]) -> Option<Observation> {
    let is_listed = |kind: &str| listed.iter().any(|item| item.text("kind") == Some(kind));
    let missing: Vec<&Definition> =
        known.iter().filter(|definition| definition.is_own() && !is_listed(&definition.kind)).collect();
    let first = missing.first()?;
    let kinds: Vec<&str> = missing.iter().take(NAMED).map(|definition| definition.kind.as_str()).collect();
    let more = match missing.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!("artifacthub.io/crds does not list {}{more}", kinds.join(", "));
    let version = first.served().first().copied().or_else(|| Some(first.versions.first()?.0.as_str()))?;
    let hint = format!(
        "add for each an item such as\n- kind: {}\n  version: {version}\n  name: {}\n  displayName: …\n  description: …",
        first.kind, first.name
    );
    Some(Observation::of(&subject.chart_yaml(), message).at(subject.annotation_node(CRDS)).hint(hint))
}

/// Definitions that come from elsewhere: an operator creates them, or another chart.
fn none_at_all(subject: &Subject<'_>, listed: &[Item]) -> Vec<Observation> {
    let made = subject.renders().matrix().any(|run| run.outcome.is_ok());
    if listed.is_empty() || !made {
        return Vec::new();
    }
    let message = "artifacthub.io/crds lists definitions, but the chart brings none with any of its values";
    let seen = Observation::of(&subject.chart_yaml(), message).at(subject.annotation_node(CRDS));
    let hint = "remove the annotation unless the program itself creates them";
    vec![seen.severity(Severity::Info).hint(hint)]
}
