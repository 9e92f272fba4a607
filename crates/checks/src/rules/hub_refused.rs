use hub::ingest::{Refusal, RefusalKind};

use crate::told;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/refused",
    severity: Severity::Error,
    summary: "Artifact Hub can load and store the chart.",
    page: include_str!("hub_refused.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let causes = told::causes(subject).filter(|(_, cause)| cause.annotation.is_none());
    causes
        .map(|(refusal, cause)| {
            let file = cause.file.as_deref().map_or_else(|| subject.chart_yaml(), |file| subject.path(file));
            let message = format!("Artifact Hub refuses the version: {}", told::words(refusal, cause));
            let seen = Observation::of(&file, message).at_position(cause.position);
            match hint(refusal, cause.file.as_deref()) {
                Some(hint) => seen.hint(hint),
                None => seen,
            }
        })
        .collect()
}

fn hint(refusal: &Refusal, file: Option<&str>) -> Option<&'static str> {
    match (refusal.kind, file) {
        (RefusalKind::Load, _) => Some("Artifact Hub reads files of at most 5 MiB; leave it out with .helmignore"),
        (_, Some("values.schema.json")) => Some("write JSON; Helm itself does not look before it needs the schema"),
        (_, Some(_)) => Some("remove the NUL character: databases have no text with it"),
        _ => None,
    }
}
