//! What changes from the old definitions to the new ones.

use std::collections::BTreeMap;

use crd::changes::{Change, compare_all, required_bump};
use crd::definition::Definition;
use crd::locate::Locator;
use crd::path::FieldPath;

use super::definitions::Defined;
use super::documents::Document;
use super::report::{Changed, Report};

/// Adds the changes to the report.
pub(super) fn compare(old: &BTreeMap<String, Defined>, new: &[Defined], report: &mut Report) {
    let before: Vec<&Definition> = old.values().map(|defined| &defined.definition).collect();
    let after: Vec<&Definition> = new.iter().map(|defined| &defined.definition).collect();
    let changes = compare_all(&before, &after);
    report.bump = required_bump(&changes);
    report.changes = Some(changes.into_iter().map(|change| placed(change, old, new)).collect());
}

/// A change at its place in the new file, or in the old one if the definition is gone or the place is.
fn placed(change: Change, old: &BTreeMap<String, Defined>, new: &[Defined]) -> Changed {
    let now = new.iter().find(|defined| defined.definition.metadata.name == change.definition);
    let before = old.get(&change.definition);
    let found = now.and_then(|defined| find(defined, &change.place));
    let found = found.or_else(|| before.and_then(|defined| find(defined, &change.place)));
    let start = |defined: &Defined| defined.document.as_ref().map_or(defined.names, Document::start);
    let found = found.or_else(|| now.or(before).map(|defined| (defined, start(defined))));
    let (file, position) = match found {
        Some((defined, position)) => (defined.file.clone(), Some(position)),
        None => (String::new(), None),
    };
    Changed { file, position, change }
}

/// The place, if all of the path is there.
fn find<'d>(defined: &'d Defined, path: &FieldPath) -> Option<(&'d Defined, goyaml::Position)> {
    let document = defined.document.as_ref()?;
    let position = Locator::new(document.node.as_ref().ok()?).find_exactly(path)?;
    Some((defined, document.in_file(position)))
}
