//! Groups of the Kubernetes project need its approval (M7; `apihelpers` of `k8s.io/apiextensions-apiserver`).

use std::collections::BTreeMap;

use gostd::url::Url;

use crate::definition::Definition;
use crate::path::Path;
use crate::violation::Violation;

const ANNOTATION: &str = "api-approved.kubernetes.io";
const SEE: &str = "see https://github.com/kubernetes/enhancements/pull/1111";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Missing,
    Bypassed,
    Approved,
    Invalid,
}

/// Whether the group is protected and not approved; at update only if that is new.
pub(crate) fn check(new: &Definition, old: Option<&Definition>) -> Option<Violation> {
    let annotations = &new.metadata.annotations;
    let now = state(annotations);
    if !is_protected(&new.group) || old.is_some_and(|old| state(&old.metadata.annotations) == now) {
        return None;
    }
    let root = Path::root();
    let (metadata, must) = (root.child("metadata"), "protected groups must have approval annotation");
    let list = metadata.child("annotations");
    let at = list.key(ANNOTATION);
    match now {
        State::Approved | State::Bypassed => None,
        State::Missing => Some(Violation::required(&at, format!("{must} \"{ANNOTATION}\", {SEE}"))),
        State::Invalid => {
            let either = "with either a URL or a reason starting with \"unapproved\"";
            let value = annotations.get(ANNOTATION).map_or("", String::as_str);
            Some(Violation::invalid_text(&at, value, format!("{must} \"{ANNOTATION}\" {either}, {SEE}")))
        }
    }
}

fn is_protected(group: &str) -> bool {
    ["k8s.io", "kubernetes.io"]
        .iter()
        .any(|domain| group.strip_suffix(domain).is_some_and(|before| before.is_empty() || before.ends_with('.')))
}

fn state(annotations: &BTreeMap<String, String>) -> State {
    let text = annotations.get(ANNOTATION).map_or("", String::as_str);
    if text.is_empty() {
        State::Missing
    } else if text.starts_with("unapproved") {
        State::Bypassed
    } else if Url::parse_request(text.as_bytes()).is_ok_and(|url| !url.host.is_empty() && !url.scheme.is_empty()) {
        State::Approved
    } else {
        State::Invalid
    }
}
