use goyaml::Position;

use crate::{
    Edit, Fix,
    told::{self, Told},
};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/unknown-key",
    severity: Severity::Warning,
    summary: "The entries of annotations have keys that Artifact Hub knows.",
    page: include_str!("hub_unknown_key.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let notes = told::notes(subject, Told::UnknownKey);
    notes
        .map(|(note, seen)| {
            let known = note.meant.as_ref();
            let hint = known.map_or_else(|| "remove it".to_owned(), |known| format!("write `{known}`"));
            let fix = known.zip(note.position).and_then(|(known, at)| fix(subject, at, known));
            Observation { fix, ..seen.hint(hint) }
        })
        .collect()
}

/// Replaces the key at a place, if it is a slip of spelling and stands there as it is.
fn fix(subject: &Subject<'_>, start: Position, known: &str) -> Option<Fix> {
    let text = subject.chart.raw.get("Chart.yaml")?.text()?;
    let line = text.lines().nth(usize::try_from(start.line).ok()?.checked_sub(1)?)?;
    let from = usize::try_from(start.column).ok()?.checked_sub(1)?;
    let rest: String = line.chars().skip(from).collect();
    let (written, _) = rest.split_once(':')?;
    if !hub::is_slip(written, known) {
        return None;
    }
    let column = start.column.checked_add(u32::try_from(written.chars().count()).ok()?)?;
    let end = Position { column, ..start };
    let edit = Edit { file: subject.chart_yaml(), start, end, text: known.to_owned() };
    Some(Fix::new(format!("write `{known}`"), edit))
}
