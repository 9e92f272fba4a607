//! Names of Kubernetes objects (Helm: `validateMetadataName` in `lint/rules/template.go`; apimachinery:
//! `pkg/api/validation`).

use gostd::strconv::quote;

const LABEL: &str = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const MAX_SUBDOMAIN: usize = 253;
const MAX_LABEL: usize = 63;

/// What names of a kind must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Anything,
    PathSegment,
    /// RFC 1123, without dots.
    Label,
    /// RFC 1035, without dots and beginning with a letter.
    OldLabel,
    /// RFC 1123, labels between dots; also for kinds that nobody knows.
    Subdomain,
}

/// Checks the name that an object has, which may be none.
pub(crate) fn check(kind: &str, name: &str) -> Result<(), String> {
    let quoted = quote(name);
    let found = problems(form(kind), name);
    let mut found = found.iter().map(|problem| format!("metadata.name: Invalid value: {quoted}: {problem}"));
    let Some(first) = found.next() else {
        return Ok(());
    };
    let rest: Vec<String> = found.collect();
    let all = if rest.is_empty() { first } else { format!("[{first}, {}]", rest.join(", ")) };
    Err(format!("object name does not conform to Kubernetes naming requirements: {quoted}: {all}"))
}

fn form(kind: &str) -> Form {
    match kind.to_lowercase().as_str() {
        "service" => Form::OldLabel,
        "namespace" => Form::Label,
        "certificatesigningrequest" => Form::Anything,
        "role" | "clusterrole" | "rolebinding" | "clusterrolebinding" => Form::PathSegment,
        _ => Form::Subdomain,
    }
}

fn problems(form: Form, name: &str) -> Vec<String> {
    match form {
        Form::Anything => Vec::new(),
        Form::PathSegment => path_segment(name),
        Form::Label => label(name),
        Form::OldLabel => old_label(name),
        Form::Subdomain => subdomain(name),
    }
}

fn path_segment(name: &str) -> Vec<String> {
    if name == "." || name == ".." {
        return vec![format!("may not be '{name}'")];
    }
    let forbidden = ["/", "%"].iter().filter(|forbidden| name.contains(**forbidden));
    forbidden.map(|forbidden| format!("may not contain '{forbidden}'")).collect()
}

fn label(name: &str) -> Vec<String> {
    let mut found = too_long(name, MAX_LABEL);
    if !is_label(name) {
        found.push(if is_subdomain(name) {
            "must not contain dots".to_owned()
        } else {
            format!(
                "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start \
                 and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is \
                 '{LABEL}')"
            )
        });
    }
    found
}

fn old_label(name: &str) -> Vec<String> {
    let mut found = too_long(name, MAX_LABEL);
    if !is_label(name) || !name.starts_with(|first: char| first.is_ascii_lowercase()) {
        found.push(
            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic \
             character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for \
             validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"
                .to_owned(),
        );
    }
    found
}

fn subdomain(name: &str) -> Vec<String> {
    let mut found = too_long(name, MAX_SUBDOMAIN);
    if !is_subdomain(name) {
        found.push(format!(
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must \
             start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is \
             '{LABEL}(\\.{LABEL})*')"
        ));
    }
    found
}

fn too_long(name: &str, limit: usize) -> Vec<String> {
    if name.len() > limit { vec![format!("must be no more than {limit} characters")] } else { Vec::new() }
}

fn is_label(name: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !name.is_empty() && name.bytes().all(is_inner) && !name.starts_with('-') && !name.ends_with('-')
}

fn is_subdomain(name: &str) -> bool {
    name.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Verdicts of Helm 4.3.1; whole texts are in `testdata/cases`.
    #[test]
    fn forms_by_kind() {
        for (kind, name, valid) in [
            ("", "a.b-c.1", true),
            ("ConfigMap", "1a", true),
            ("ConfigMap", "A", false),
            ("ConfigMap", "a..b", false),
            ("ConfigMap", "a.-b", false),
            ("ConfigMap", "", false),
            ("Service", "1a", false),
            ("SERVICE", "a.b", false),
            ("Service", "a-1", true),
            ("Namespace", "1a", true),
            ("Namespace", "a.b", false),
            ("Role", "", true),
            ("ClusterRole", "system:a B", true),
            ("RoleBinding", "a%b", false),
            ("CertificateSigningRequest", "", true),
        ] {
            assert_eq!(check(kind, name).is_ok(), valid, "{kind} {name}");
        }
    }

    #[test]
    fn several_problems_are_listed() {
        let text = check("Role", "/%").unwrap_err();
        assert!(text.ends_with(
            "[metadata.name: Invalid value: \"/%\": may not contain '/', metadata.name: Invalid value: \"/%\": may \
             not contain '%']"
        ));
    }
}
