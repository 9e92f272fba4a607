//! What Kubernetes takes for names and labels (apimachinery: `pkg/api/validation`, `pkg/util/validation`).

use goyaml::Node;

use crate::pod_names;
use crate::subject::Object;

/// The longest value of a label, and the longest name of a Service, a container or a volume.
pub const MAX_LABEL: usize = 63;
/// The longest name of most objects.
const MAX_NAME: usize = 253;
/// Kubernetes appends up to eleven characters to the names of a CronJob's Jobs, and those of a StatefulSet's revisions
/// become the value of a label.
const MAX_EXTENDED: usize = 52;

/// A text of an object that Kubernetes refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The kind of the object; of the one within, if the object is a list.
    pub kind: String,
    /// The name of that object.
    pub name: String,
    /// What is refused of it.
    pub found: Found,
}

impl Refused {
    /// `metadata.name of Service demo is 64 characters long, …`
    pub fn words(&self) -> String {
        format!("{} of {} {} {}", self.found.path, self.kind, self.name, self.found.reason)
    }
}

/// A text that Kubernetes refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it stands: `metadata.labels."helm.sh/chart"`.
    pub path: String,
    /// The text.
    pub text: String,
    /// Why: reads well behind the path.
    pub reason: String,
    /// Words that stand one behind the other before it in a template.
    pub words: &'static [&'static str],
}

/// An object, or one of a list.
pub struct Item<'o> {
    /// Its `apiVersion`.
    pub api_version: &'o str,
    /// Its kind.
    pub kind: &'o str,
    /// Its name.
    pub name: &'o str,
    /// What it says.
    pub document: &'o Node,
}

/// Lists in lists that are looked into.
const MAX_LISTS: usize = 4;
/// The most levels at which labels are looked for: `spec.jobTemplate.spec.template.metadata.labels`.
const MAX_DEPTH: usize = 8;
/// Findings in one object.
const MAX_FOUND: usize = 50;

/// All names and values of labels in an object that Kubernetes refuses; lists are looked into.
pub fn refused(object: &Object) -> Vec<Refused> {
    let mut found = Vec::new();
    let head = &object.head;
    let whole = Item { api_version: &head.api_version, kind: &head.kind, name: &head.name, document: &object.document };
    collect(&whole, 0, &mut found);
    found
}

fn collect(item: &Item<'_>, depth: usize, refused: &mut Vec<Refused>) {
    if depth > MAX_LISTS || refused.len() > MAX_FOUND {
        return;
    }
    if let Some(items) = item.document.get("items").and_then(Node::as_sequence).filter(|_| item.kind.ends_with("List"))
    {
        items.iter().for_each(|document| collect(&Item::of(document), depth + 1, refused));
        return;
    }
    let mut found: Vec<Found> = name(item).into_iter().collect();
    walk(item.document, "", 0, &mut found);
    pod_names::collect(item, &mut found);
    found.truncate(MAX_FOUND);
    let of_item = |found| Refused { kind: item.kind.to_owned(), name: item.name.to_owned(), found };
    refused.extend(found.into_iter().map(of_item));
}

impl<'o> Item<'o> {
    /// Reads the head of a document.
    fn of(document: &'o Node) -> Self {
        let name = document.get("metadata").map(|metadata| field(metadata, "name"));
        Self {
            api_version: field(document, "apiVersion"),
            kind: field(document, "kind"),
            name: name.unwrap_or_default(),
            document,
        }
    }
}

/// The text of a field; nothing if it is none.
pub fn field<'n>(node: &'n Node, key: &str) -> &'n str {
    node.get(key).and_then(Node::as_scalar).map_or("", |scalar| scalar.value.as_str())
}

fn walk(node: &Node, path: &str, depth: usize, found: &mut Vec<Found>) {
    if depth > MAX_DEPTH || found.len() > MAX_FOUND {
        return;
    }
    for (key, value) in node.as_mapping().unwrap_or_default() {
        let Some(key) = key.as_scalar().map(|key| key.value.as_str()) else { continue };
        let here = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        if key == "matchLabels" {
            found.extend(labels(value, &here, &["matchLabels:"]));
        } else if key == "labels" && path.ends_with("metadata") {
            found.extend(labels(value, &here, &["labels:"]));
        } else if matches!(key, "spec" | "metadata" | "template" | "jobTemplate" | "selector") {
            walk(value, &here, depth + 1, found);
        }
    }
}

fn labels<'n>(node: &'n Node, path: &'n str, words: &'static [&'static str]) -> impl Iterator<Item = Found> + 'n {
    node.as_mapping().unwrap_or_default().iter().filter_map(move |(key, value)| {
        let (key, value) = (key.as_scalar()?, value.as_scalar()?);
        let reason = label_problem(&value.value)?;
        Some(Found { path: format!("{path}.{:?}", key.value), text: value.value.clone(), reason, words })
    })
}

/// Why a text can't be the value of a label.
fn label_problem(text: &str) -> Option<String> {
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
fn name(item: &Item<'_>) -> Option<Found> {
    let Item { kind, name, .. } = item;
    let limit = match *kind {
        "Service" | "Namespace" | "Job" => MAX_LABEL,
        "CronJob" | "StatefulSet" => MAX_EXTENDED,
        _ => MAX_NAME,
    };
    let reason = if name.len() > limit {
        format!("is {} characters long, and that of a {kind} may have {limit}", name.len())
    } else if name.ends_with(['-', '.']) {
        "does not end with a letter or digit, as a name must".to_owned()
    } else if name.contains('+') && !item.api_version.starts_with("rbac.authorization.k8s.io/") {
        "has '+' in it, which a name may not have".to_owned()
    } else {
        return None;
    };
    let words = &["metadata:", "name:"];
    Some(Found { path: "metadata.name".to_owned(), text: (*name).to_owned(), reason, words })
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

    #[test]
    fn lists_are_looked_into() {
        let text = b"kind: List\napiVersion: v1\nitems:\n- kind: ConfigMap\n  apiVersion: v1\n  metadata: {name: a, labels: {v: 1+2}}\n- kind: Service\n  apiVersion: v1\n  metadata: {name: a-}\n";
        let document = goyaml::parse(text).unwrap().unwrap();
        let mut found = Vec::new();
        collect(&Item::of(&document), 0, &mut found);
        let told: Vec<String> = found.iter().map(|one| format!("{} {}", one.kind, one.found.path)).collect();
        assert_eq!(told, ["ConfigMap metadata.labels.\"v\"", "Service metadata.name"]);
    }
}
