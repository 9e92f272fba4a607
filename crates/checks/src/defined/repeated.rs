//! Keys that stand twice, and namespaces, in verdicts of which people are told.

use crd::judge::{Located, Place, Verdict};
use crd::path::FieldPath;
use crd::violation::ErrorKind;
use goyaml::Node;

/// How the reader's words on repeated keys begin; everything else of the strict mode is about unknown ones.
const READER: &str = "yaml: ";

/// The verdict with each repeated key at its place. Keys that only override those of a merge (`<<`) are not told, since
/// clients send JSON in which nothing of them is left; nor are those that templates repeat, which another check tells. Neither
/// is the namespace of an object that belongs to none: the server takes it away before it looks (`k8s.io/apiserver`,
/// `pkg/registry/rest/meta.go`).
pub(super) fn told(verdict: Verdict, document: &Node, is_rendered: bool) -> Verdict {
    let Verdict { name, decode, strict, errors, warnings } = verdict;
    let mut strict: Vec<_> = strict.into_iter().filter(|one| !one.what.starts_with(READER)).collect();
    if decode.is_none() && !is_rendered {
        strict.extend(repeated(document));
    }
    let is_namespace = |kind: ErrorKind, field: String| kind == ErrorKind::Forbidden && field == "metadata.namespace";
    let errors = errors.into_iter().filter(|error| !is_namespace(error.what.kind, error.what.field.to_string()));
    Verdict { name, decode, strict, errors: errors.collect(), warnings }
}

fn repeated(document: &Node) -> Vec<Located<String>> {
    let keys = document.duplicate_keys().into_iter();
    let told = keys.map(|(second, first)| {
        let key = second.to_go_string().ok().flatten().unwrap_or_default();
        let lines = second.span.start.line.saturating_sub(first.span.start.line);
        let place = Place { path: FieldPath::default(), position: Some(second.span.start) };
        Located { what: format!("the key {key:?} is there twice, {lines} lines after the first"), place }
    });
    told.collect()
}
