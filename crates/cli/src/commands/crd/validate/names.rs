//! Names that several of the definitions want.

use crd::clashes;
use crd::definition::Definition;
use crd::locate::Locator;
use crd::path::{FieldPath, Segment};

use super::definitions::Defined;
use super::report::{Clashing, Report};

/// Adds the clashes to the report.
pub(super) fn judge(defined: &[Defined], report: &mut Report) {
    let definitions: Vec<Definition> = defined.iter().map(|defined| defined.definition.clone()).collect();
    let name = |index: usize| definitions.get(index).map(|one| one.metadata.name.clone()).unwrap_or_default();
    for clash in clashes::find(&definitions) {
        let Some(Defined { document, .. }) = defined.get(clash.index) else { continue };
        let steps = ["spec", "names"].map(|step| Segment::Child(step.to_owned()));
        let position = document.node.as_ref().ok().map(|node| Locator::new(node).find(&FieldPath(steps.to_vec())));
        report.clashes.push(Clashing {
            file: document.file.clone(),
            position: position.map(|at| document.in_file(at)),
            definition: name(clash.index),
            owner: name(clash.owner),
            reason: clash.reason.name(),
            message: clash.message(),
        });
    }
}
