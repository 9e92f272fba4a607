//! Where a conversion webhook is reached (C4–C6; `util/webhook` of `k8s.io/apiserver`).

use gostd::strconv::quote_bytes;
use gostd::url::Url;

use super::dns::{Unit, subdomain_problems};
use crate::definition::Service;
use crate::path::Path;
use crate::violation::Violation;

/// What is wrong with a webhook's URL.
pub(super) fn url(text: &str, at: &Path<'_>) -> Vec<Violation> {
    const FORM: &str = "; desired format: https://host[/path]";
    let url = match Url::parse(text.as_bytes()) {
        Ok(url) => url,
        Err(error) => return vec![Violation::required(at, format!("url must be a valid URL: {error}{FORM}"))],
    };
    let mut errors = Vec::new();
    let mut refuse = |value: &[u8], detail: String| errors.push(Violation::invalid(at, quote_bytes(value), detail));
    if url.scheme != b"https" {
        refuse(&url.scheme, format!("'https' is the only allowed URL scheme{FORM}"));
    }
    if url.host.is_empty() {
        refuse(b"", format!("host must be specified{FORM}"));
    }
    if let Some(user) = &url.user {
        refuse(&user.to_bytes(), "user information is not permitted in the URL".to_owned());
    }
    if !url.fragment.is_empty() {
        refuse(&url.fragment, "fragments are not permitted in the URL".to_owned());
    }
    if !url.query.is_empty() {
        refuse(&url.query, "query parameters are not permitted in the URL".to_owned());
    }
    errors
}

/// What is wrong with a webhook's service. The server takes the name for the namespace and the other way round: where it
/// says `namespace` it means the name.
pub(super) fn service(service: &Service, at: &Path<'_>) -> Vec<Violation> {
    let mut errors = Vec::new();
    for (said, value, meant) in [("name", &service.namespace, "namespace"), ("namespace", &service.name, "name")] {
        if value.is_empty() {
            errors.push(Violation::required(&at.child(said), "").placed(at.child(meant).to_field()));
        }
    }
    if !(1..=65535).contains(&service.port) {
        let detail = "port is not valid: must be between 1 and 65535, inclusive";
        errors.push(Violation::invalid(&at.child("port"), service.port.to_string(), detail));
    }
    if let Some(path) = &service.path {
        let problems = path_problems(path).into_iter();
        errors.extend(problems.map(|problem| Violation::invalid_text(&at.child("path"), path, problem)));
    }
    errors
}

fn path_problems(path: &str) -> Vec<String> {
    if path.is_empty() || path == "/" {
        return Vec::new();
    }
    if path == "//" {
        return vec!["segment[0] may not be empty".to_owned()];
    }
    let mut problems = Vec::new();
    if !path.starts_with('/') {
        problems.push("must start with a '/'".to_owned());
    }
    // The first byte is taken off even if it is no slash.
    let rest = path.as_bytes().get(1..).unwrap_or_default();
    let rest = rest.strip_suffix(b"/").unwrap_or(rest);
    for (index, segment) in rest.split(|byte| *byte == b'/').enumerate() {
        if segment.is_empty() {
            problems.push(format!("segment[{index}] may not be empty"));
            continue;
        }
        let wrong = subdomain_problems(segment, Unit::Characters).into_iter();
        problems.extend(wrong.map(|problem| format!("segment[{index}]: {problem}")));
    }
    problems
}
