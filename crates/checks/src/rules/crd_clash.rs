use crd::clashes;
use crd::definition::Definition;

use crate::defined::Defined;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "crd/clash",
    severity: Severity::Error,
    summary: "No two custom resource definitions of a group want the same name.",
    page: include_str!("crd_clash.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let readable = || subject.defined().list.iter().filter(|defined| defined.definition.is_some());
    let readable: Vec<&Defined> = readable().collect();
    let definitions: Vec<Definition> = readable.iter().filter_map(|defined| defined.definition.clone()).collect();
    let clashes = clashes::find(&definitions);
    let seen = clashes.iter().filter_map(|clash| {
        let (defined, owner) = (readable.get(clash.index)?, readable.get(clash.owner)?);
        let message = format!("it would never be served: {}, by {}", clash.message(), owner.name);
        Some(defined.whole(subject, &message))
    });
    seen.collect()
}
