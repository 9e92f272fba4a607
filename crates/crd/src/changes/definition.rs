//! Two versions of the same definition.

use super::{Change, Changes, Rule, Where, names, versions};
use crate::definition::{Conversion, Definition};
use crate::path::{FieldPath, Segment};

/// All changes from one to the other.
#[must_use]
pub fn compare(old: &Definition, new: &Definition) -> Vec<Change> {
    let mut changes = Changes { definition: new.metadata.name.clone(), found: Vec::new() };
    names::compare(old, new, &mut changes);
    conversion(old, new, &mut changes);
    versions::compare(old, new, &mut changes);
    changes.found
}

fn conversion(old: &Definition, new: &Definition, changes: &mut Changes) {
    if described(old.conversion.as_ref()) != described(new.conversion.as_ref()) {
        let detail = format!(
            "the conversion changes from {} to {}: requests depend on it",
            strategy(old.conversion.as_ref()),
            strategy(new.conversion.as_ref())
        );
        changes.add(Rule::risky("conversion.changed"), &spec(&["conversion"]), detail);
    }
}

/// A conversion, apart from the certificates that tools inject.
fn described(conversion: Option<&Conversion>) -> Option<Conversion> {
    let mut conversion = conversion.filter(|conversion| conversion.strategy != "None")?.clone();
    if let Some(client) = conversion.webhook.as_mut().and_then(|webhook| webhook.client.as_mut()) {
        client.ca_bundle.clear();
    }
    Some(conversion)
}

fn strategy(conversion: Option<&Conversion>) -> &str {
    conversion.map_or("None", |conversion| conversion.strategy.as_str())
}

/// A place below `spec`.
pub(super) fn spec(names: &[&str]) -> Where<'static> {
    let steps = std::iter::once("spec").chain(names.iter().copied());
    let place = FieldPath(steps.map(|name| Segment::Child(name.to_owned())).collect());
    Where { version: None, field: String::new(), place }
}
