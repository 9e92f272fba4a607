//! The verdict on custom resources.

use crd::definition::Definition;
use crd::judge::Place;
use crd::kinds::{Kinds, Unmatched};
use crd::path::FieldPath;

use super::definitions::{self, Defined};
use super::documents::{Document, Unread};
use super::report::{DECODE, Judged, NO_MATCH, Report, Skipped, Told};

/// Judges custom resources by the definitions; objects of Kubernetes' own kinds are skipped.
pub(super) fn judge(unread: &[Unread], defined: &[Defined], report: &mut Report) {
    let all: Vec<Definition> = defined.iter().map(|defined| defined.definition.clone()).collect();
    let kinds = Kinds::new(all, report.target);
    for document in unread.iter().flat_map(Unread::read) {
        match one(&document, &kinds, defined) {
            Ok(judged) => report.resources.push(judged),
            Err(reason) => report.skipped.push(Skipped::new(&document, reason)),
        }
    }
}

/// What is said of a document, or why nothing is.
fn one(document: &Document, kinds: &Kinds, defined: &[Defined]) -> Result<Judged, &'static str> {
    let mut judged = Judged::new(document);
    let refuse = |mut judged: Judged, kind, position, text: String| {
        let place = Place { path: FieldPath::default(), position };
        judged.errors.push(Told::plain(kind, document, &place, text.clone()));
        judged.message = Some(text);
        Ok(judged)
    };
    let node = match &document.node {
        Ok(node) => node,
        Err((text, position)) => return refuse(judged, DECODE, *position, text.clone()),
    };
    let said = kinds.judge(node);
    let owner = said.definition.and_then(|index| defined.get(index));
    if owner.is_some_and(|owner| !owner.is_made) && said.verdict.is_ok() {
        let text = format!("{} is not judged, since its definition is refused", said.kind);
        return refuse(judged, NO_MATCH, Some(node.span.start), text);
    }
    match &said.verdict {
        Ok(verdict) => {
            judged.message = said.message();
            judged.errors = definitions::errors(document, verdict);
            judged.warnings = definitions::warnings(document, verdict);
            Ok(judged)
        }
        Err(Unmatched::Group) if is_of_kubernetes(&judged.api_version) && !judged.kind.is_empty() => {
            Err("no definition is given of its kind")
        }
        Err(_) => refuse(judged, NO_MATCH, Some(node.span.start), said.message().unwrap_or_default()),
    }
}

/// Whether it is of one of the groups that Kubernetes itself has.
fn is_of_kubernetes(api_version: &str) -> bool {
    let group = api_version.split_once('/').map_or("", |(group, _)| group);
    let is_sound = !api_version.is_empty() && api_version.matches('/').count() <= 1;
    is_sound && (!group.contains('.') || group.ends_with(".k8s.io"))
}
