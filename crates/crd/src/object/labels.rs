//! Keys and values of labels, keys of annotations, with the server's complaints (`api/validate/content` of
//! `k8s.io/apimachinery`).

use super::dns::{Unit, subdomain_problems};

const LIMIT: usize = 63;

const KEY: &str = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character \
     (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is \
     '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

const VALUE: &str = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and \
     end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is \
     '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

/// What is wrong with a key: a name, perhaps after a domain and a slash (`IsQualifiedName`).
pub(crate) fn key_problems(text: &str) -> Vec<String> {
    let mut parts = text.split('/');
    let (problems, name) = match (parts.next(), parts.next(), parts.next()) {
        (Some(name), None, _) => (Vec::new(), name),
        (Some(domain), Some(name), None) => (domain_problems(domain), name),
        _ => {
            let with_domain = "with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
            return vec![format!("a valid label key {KEY} {with_domain}")];
        }
    };
    problems.into_iter().chain(name_problems(name)).collect()
}

fn domain_problems(domain: &str) -> Vec<String> {
    if domain.is_empty() {
        return vec!["prefix part must be non-empty".to_owned()];
    }
    let problems = subdomain_problems(domain.as_bytes(), Unit::Bytes);
    problems.into_iter().map(|problem| format!("prefix part {problem}")).collect()
}

fn name_problems(name: &str) -> Vec<String> {
    let mut problems = Vec::new();
    if name.is_empty() {
        problems.push("name part must be non-empty".to_owned());
    } else if name.len() > LIMIT {
        problems.push(format!("name part {}", Unit::Bytes.too_long(LIMIT)));
    }
    if !is_name(name) {
        problems.push(format!("name part {KEY}"));
    }
    problems
}

/// What is wrong with a label's value (`IsValidLabelValue`).
pub(crate) fn value_problems(text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    if text.len() > LIMIT {
        problems.push(Unit::Bytes.too_long(LIMIT));
    }
    if !text.is_empty() && !is_name(text) {
        problems.push(VALUE.to_owned());
    }
    problems
}

fn is_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.first().is_some_and(u8::is_ascii_alphanumeric)
        && bytes.last().is_some_and(u8::is_ascii_alphanumeric)
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
}
