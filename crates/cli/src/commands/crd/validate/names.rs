//! Names that several of the definitions want.

use crd::clashes;
use crd::definition::Definition;

use super::definitions::Defined;
use super::report::{Clashing, Report};

/// Adds the clashes to the report.
pub(super) fn judge(defined: &[Defined], report: &mut Report) {
    let definitions: Vec<&Definition> = defined.iter().map(|defined| &defined.definition).collect();
    let name = |index: usize| definitions.get(index).map(|one| one.metadata.name.clone()).unwrap_or_default();
    for clash in clashes::find(&definitions) {
        let Some(defined) = defined.get(clash.index) else { continue };
        report.clashes.push(Clashing {
            file: defined.file.clone(),
            position: Some(defined.names),
            definition: name(clash.index),
            owner: name(clash.owner),
            reason: clash.reason.name(),
            message: clash.message(),
        });
    }
}
