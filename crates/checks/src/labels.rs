//! What Kubernetes takes for names and labels (apimachinery: `pkg/api/validation`, `pkg/util/validation`).

use goyaml::Node;
use render::manifest::Head;

/// The longest value of a label, and the longest name of a Service, a container or a port's protocol.
const MAX_LABEL: usize = 63;
/// The longest name of most objects.
const MAX_NAME: usize = 253;
/// Kubernetes appends up to eleven characters to the names of a CronJob's Jobs, and those of a StatefulSet's revisions
/// become the value of a label.
const MAX_EXTENDED: usize = 52;

/// A text of an object that Kubernetes refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Where it stands: `metadata.labels."helm.sh/chart"`.
    pub path: String,
    /// The text.
    pub text: String,
    /// Why: reads well behind the path.
    pub reason: String,
}

/// All names and values of labels in an object that Kubernetes refuses.
pub fn refused(head: &Head, document: &Node) -> Vec<Refused> {
    let mut found: Vec<Refused> = name(head).into_iter().collect();
    walk(document, "", 0, &mut found);
    found
}

/// The most levels at which labels are looked for: `spec.jobTemplate.spec.template.metadata.labels`.
const MAX_DEPTH: usize = 8;
/// Findings in one object.
const MAX_FOUND: usize = 50;

fn walk(node: &Node, path: &str, depth: usize, found: &mut Vec<Refused>) {
    if depth > MAX_DEPTH || found.len() > MAX_FOUND {
        return;
    }
    for (key, value) in node.as_mapping().unwrap_or_default() {
        let Some(key) = key.as_scalar().map(|key| key.value.as_str()) else { continue };
        let here = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        let is_labels = key == "matchLabels" || key == "labels" && path.ends_with("metadata");
        if is_labels {
            found.extend(labels(value, &here));
        } else if matches!(key, "spec" | "metadata" | "template" | "jobTemplate" | "selector") {
            walk(value, &here, depth + 1, found);
        }
    }
}

fn labels<'n>(node: &'n Node, path: &'n str) -> impl Iterator<Item = Refused> + 'n {
    node.as_mapping().unwrap_or_default().iter().filter_map(move |(key, value)| {
        let (key, value) = (key.as_scalar()?, value.as_scalar()?);
        let reason = label_problem(&value.value)?;
        Some(Refused { path: format!("{path}.{:?}", key.value), text: value.value.clone(), reason })
    })
}

/// Why a text can't be the value of a label.
pub fn label_problem(text: &str) -> Option<String> {
    if text.len() > MAX_LABEL {
        return Some(format!("is {} characters long, and the value of a label may have {MAX_LABEL}", text.len()));
    }
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let outer = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    if let Some(wrong) = text.chars().find(|character| !character.is_ascii() || !inner(*character as u8)) {
        return Some(format!("has {wrong:?} in it, which the value of a label may not have"));
    }
    let is_bounded = outer(bytes.first()) && outer(bytes.last());
    (!is_bounded).then(|| "does not begin and end with a letter or digit, as the value of a label must".to_owned())
}

/// Why an object can't have its name.
fn name(head: &Head) -> Option<Refused> {
    let limit = match head.kind.as_str() {
        "Service" | "Namespace" | "Job" => MAX_LABEL,
        "CronJob" | "StatefulSet" => MAX_EXTENDED,
        _ => MAX_NAME,
    };
    let reason = if head.name.len() > limit {
        format!("is {} characters long, and that of a {} may have {limit}", head.name.len(), head.kind)
    } else if head.name.ends_with(['-', '.']) {
        "does not end with a letter or digit, as a name must".to_owned()
    } else {
        return None;
    };
    Some(Refused { path: "metadata.name".to_owned(), text: head.name.clone(), reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_labels() {
        for good in ["", "a", "A.b_c-9", &"x".repeat(63)] {
            assert_eq!(label_problem(good), None, "{good}");
        }
        for bad in ["-a", "a-", "a+b", "ä", "a b", &"x".repeat(64)] {
            assert!(label_problem(bad).is_some(), "{bad}");
        }
    }
}
