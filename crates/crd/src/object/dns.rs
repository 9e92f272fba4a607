//! Names as DNS has them, with the server's complaints (`util/validation` of `k8s.io/apimachinery`).

/// What a length is counted in, in the words of the two packages that have the same rules.
#[derive(Clone, Copy)]
pub(crate) enum Unit {
    /// `util/validation`
    Characters,
    /// `api/validate/content`
    Bytes,
}

impl Unit {
    pub(crate) fn too_long(self, limit: usize) -> String {
        let unit = match self {
            Self::Characters => "characters",
            Self::Bytes => "bytes",
        };
        format!("must be no more than {limit} {unit}")
    }
}

const SUBDOMAIN_LIMIT: usize = 253;
const LABEL_LIMIT: usize = 63;

const SUBDOMAIN: &str = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must \
     start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is \
     '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

const LABEL_1035: &str = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic \
     character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is \
     '[a-z]([-a-z0-9]*[a-z0-9])?')";

const LABEL_1123: &str = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and \
     end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is \
     '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

/// What is wrong with a DNS-1123 subdomain (`IsDNS1123Subdomain`).
pub(crate) fn subdomain_problems(text: &[u8], unit: Unit) -> Vec<String> {
    let mut problems = Vec::new();
    if text.len() > SUBDOMAIN_LIMIT {
        problems.push(unit.too_long(SUBDOMAIN_LIMIT));
    }
    if !text.split(|byte| *byte == b'.').all(|label| is_label(label, is_alphanumeric)) {
        problems.push(SUBDOMAIN.to_owned());
    }
    problems
}

/// What is wrong with a DNS-1123 label (`IsDNS1123Label`).
pub(crate) fn label_1123_problems(text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    if text.len() > LABEL_LIMIT {
        problems.push(Unit::Characters.too_long(LABEL_LIMIT));
    }
    if !is_label(text.as_bytes(), is_alphanumeric) {
        problems.push(LABEL_1123.to_owned());
    }
    problems
}

/// What is wrong with a DNS-1035 label (`IsDNS1035Label`).
pub(crate) fn label_1035_problems(text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    if text.len() > LABEL_LIMIT {
        problems.push(Unit::Characters.too_long(LABEL_LIMIT));
    }
    if !is_label(text.as_bytes(), |byte| byte.is_ascii_lowercase()) {
        problems.push(LABEL_1035.to_owned());
    }
    problems
}

/// [`label_1035_problems`] in one text; `None` if there are none.
pub(crate) fn label_1035_problem(text: &str) -> Option<String> {
    let problems = label_1035_problems(text);
    (!problems.is_empty()).then(|| problems.join(","))
}

fn is_label(text: &[u8], may_start: fn(u8) -> bool) -> bool {
    text.first().is_some_and(|byte| may_start(*byte))
        && text.last().is_some_and(|byte| is_alphanumeric(*byte))
        && text.iter().all(|byte| is_alphanumeric(*byte) || *byte == b'-')
}

fn is_alphanumeric(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}
