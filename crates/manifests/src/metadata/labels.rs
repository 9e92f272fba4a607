//! Keys and values of labels and annotations (apimachinery: `pkg/api/validate/content/kube.go`).

use gostd::json::Value;

use super::names::subdomain_problem;
use crate::judge::{Walk, shown};
use crate::{FaultKind, Versions};

const MAX_LABEL: usize = 63;
const NAME: &str = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName', or 'my.name', or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const VALUE: &str = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue', or 'my_value', or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

/// Looks at the labels and annotations of some metadata.
pub(super) fn look(walk: &mut Walk<'_>, metadata: Option<&Value>, versions: Versions) {
    let map = |name: &str| metadata.and_then(|metadata| metadata.get(name)).and_then(Value::as_object);
    for (key, value) in map("labels").into_iter().flatten() {
        let of_key = qualified_name_problem(key).map(|problem| (quoted(key), problem));
        let text = value.as_str().unwrap_or_default();
        let of_value = label_problem(text).map(|problem| (shown(value), problem));
        for (shown, problem) in of_key.into_iter().chain(of_value) {
            invalid(walk, "labels", &shown, (&problem, versions));
        }
    }
    for key in map("annotations").into_iter().flatten().map(|(key, _)| key) {
        // Keys of annotations are compared without case.
        if let Some(problem) = qualified_name_problem(&key.to_lowercase()) {
            invalid(walk, "annotations", &quoted(key), (&problem, versions));
        }
    }
}

fn invalid(walk: &mut Walk<'_>, field: &str, shown: &str, (problem, versions): (&str, Versions)) {
    let what = format!("Invalid value: {shown}: {problem}");
    walk.at_field(field, |walk| walk.refuse(FaultKind::Invalid, &what, versions));
}

fn quoted(text: &str) -> String {
    shown(&Value::String(text.to_owned()))
}

/// Why a text can't be the value of a label.
pub(crate) fn label_problem(text: &str) -> Option<String> {
    if text.len() > MAX_LABEL {
        return Some(format!("must be no more than {MAX_LABEL} bytes"));
    }
    (!text.is_empty() && !is_name(text)).then(|| VALUE.to_owned())
}

/// Why a text can't be the key of a label.
pub(crate) fn qualified_name_problem(key: &str) -> Option<String> {
    let name = match key.split_once('/') {
        None => key,
        Some(("", _)) => return Some("prefix part must be non-empty".to_owned()),
        Some((_, name)) if name.contains('/') => {
            return Some(format!(
                "a valid label key {NAME} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
            ));
        }
        Some((prefix, name)) => match subdomain_problem(prefix) {
            Some(problem) => return Some(format!("prefix part {problem}")),
            None => name,
        },
    };
    if name.is_empty() {
        return Some("name part must be non-empty".to_owned());
    }
    if name.len() > MAX_LABEL {
        return Some(format!("name part must be no more than {MAX_LABEL} bytes"));
    }
    (!is_name(name)).then(|| format!("name part {NAME}"))
}

/// Letters, digits and `-_.` between letters or digits.
fn is_name(text: &str) -> bool {
    let outer = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    outer(bytes.first())
        && outer(bytes.last())
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_values_are_those_of_kubernetes() {
        for key in ["a", "a/b", "app.kubernetes.io/name", "A_b.c", "9"] {
            assert_eq!(qualified_name_problem(key), None, "{key}");
        }
        for key in ["", "/a", "a/", "a/b/c", "-a", "a-", "A/b", "a b", "é", "a_b/c"] {
            assert!(qualified_name_problem(key).is_some(), "{key}");
        }
        assert_eq!(qualified_name_problem(&"a".repeat(63)), None);
        assert!(qualified_name_problem(&"a".repeat(64)).is_some());
        for value in ["", "a", "1.2.3", "A_b-c", &"a".repeat(63)] {
            assert_eq!(label_problem(value), None, "{value}");
        }
        for value in ["1.2+3", "-", "a b", "a/b", &"a".repeat(64)] {
            assert!(label_problem(value).is_some(), "{value}");
        }
    }
}
