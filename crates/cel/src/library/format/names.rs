//! Names: what Kubernetes says of those that are none (`apimachinery/pkg/util/validation`, `api/validate/content`).

const LABEL: &str = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const OLD_LABEL: &str = "[a-z]([-a-z0-9]*[a-z0-9])?";
const KEY: &str = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const KEY_RULE: &str =
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

/// Labels and keys have at most so many bytes.
const LABEL_LENGTH: usize = 63;

/// Subdomains have at most so many bytes.
const SUBDOMAIN_LENGTH: usize = 253;

/// What a pattern says, with examples.
fn pattern_error(rule: &str, pattern: &str, examples: &[&str]) -> String {
    let examples: Vec<String> = examples.iter().map(|example| format!("'{example}', ")).collect();
    format!("{rule} (e.g. {}regex used for validation is '{pattern}')", examples.join(" or "))
}

fn too_long(text: &str, limit: usize, unit: &str) -> Option<String> {
    (text.len() > limit).then(|| format!("must be no more than {limit} {unit}"))
}

fn is_lower_or_digit(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

/// Whether the text begins and ends as it must, and has nothing in between that may not be there.
fn is_enclosed(text: &str, first: fn(u8) -> bool, inner: fn(u8) -> bool, last: fn(u8) -> bool) -> bool {
    match text.as_bytes() {
        [] => false,
        [single] => first(*single),
        [start, middle @ .., end] => first(*start) && middle.iter().all(|byte| inner(*byte)) && last(*end),
    }
}

fn is_label(text: &str) -> bool {
    is_enclosed(text, is_lower_or_digit, |byte| is_lower_or_digit(byte) || byte == b'-', is_lower_or_digit)
}

fn is_subdomain(text: &str) -> bool {
    text.split('.').all(is_label)
}

fn is_key(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    is_enclosed(text, |byte| byte.is_ascii_alphanumeric(), inner, |byte| byte.is_ascii_alphanumeric())
}

/// A name of which only the beginning is known: a dash at its end stands for what follows.
#[must_use]
pub fn of_prefix(text: &str) -> String {
    match text.strip_suffix('-') {
        // The server cuts off one byte more than the dash.
        Some(rest) if !rest.is_empty() => {
            let kept = rest.as_bytes().split_last().map_or(&b""[..], |(_, kept)| kept);
            format!("{}a", String::from_utf8_lossy(kept))
        }
        _ => text.to_owned(),
    }
}

/// A label of RFC 1123.
#[must_use]
pub fn dns_label(text: &str) -> Vec<String> {
    let mut problems: Vec<String> = too_long(text, LABEL_LENGTH, "characters").into_iter().collect();
    if is_label(text) {
        return problems;
    }
    problems.push(if is_subdomain(text) {
        "must not contain dots".to_owned()
    } else {
        let rule = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must \
                    start and end with an alphanumeric character";
        pattern_error(rule, LABEL, &["my-name", "123-abc"])
    });
    problems
}

/// A subdomain of RFC 1123.
#[must_use]
pub fn dns_subdomain(text: &str) -> Vec<String> {
    subdomain(text, "characters")
}

fn subdomain(text: &str, unit: &str) -> Vec<String> {
    let mut problems: Vec<String> = too_long(text, SUBDOMAIN_LENGTH, unit).into_iter().collect();
    if !is_subdomain(text) {
        let rule = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and \
                    must start and end with an alphanumeric character";
        problems.push(pattern_error(rule, &format!("{LABEL}(\\.{LABEL})*"), &["example.com"]));
    }
    problems
}

/// A label of RFC 1035, which begins with a letter.
#[must_use]
pub fn old_dns_label(text: &str) -> Vec<String> {
    let mut problems: Vec<String> = too_long(text, LABEL_LENGTH, "characters").into_iter().collect();
    let inner = |byte: u8| is_lower_or_digit(byte) || byte == b'-';
    if !is_enclosed(text, |byte| byte.is_ascii_lowercase(), inner, is_lower_or_digit) {
        let rule = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an \
                    alphabetic character, and end with an alphanumeric character";
        problems.push(pattern_error(rule, OLD_LABEL, &["my-name", "abc-123"]));
    }
    problems
}

/// The key of a label: a name that may follow a subdomain and a slash.
#[must_use]
pub fn qualified_name(text: &str) -> Vec<String> {
    let key_error = |start: &str| pattern_error(&format!("{start}{KEY_RULE}"), KEY, &["MyName", "my.name", "123-abc"]);
    let mut problems = Vec::new();
    let parts: Vec<&str> = text.splitn(3, '/').collect();
    let name = match parts.as_slice() {
        [name] => *name,
        ["", name] => {
            problems.push("prefix part must be non-empty".to_owned());
            *name
        }
        [prefix, name] => {
            problems.extend(subdomain(prefix, "bytes").iter().map(|problem| format!("prefix part {problem}")));
            *name
        }
        _ => {
            let hint = " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
            return vec![key_error("a valid label key ") + hint];
        }
    };
    if name.is_empty() {
        problems.push("name part must be non-empty".to_owned());
    }
    problems.extend(too_long(name, LABEL_LENGTH, "bytes").map(|problem| format!("name part {problem}")));
    if !is_key(name) {
        problems.push(key_error("name part "));
    }
    problems
}

/// The value of a label.
#[must_use]
pub fn label_value(text: &str) -> Vec<String> {
    let mut problems: Vec<String> = too_long(text, LABEL_LENGTH, "bytes").into_iter().collect();
    if !text.is_empty() && !is_key(text) {
        let rule =
            format!("a valid label must be an empty string or consist of {}", &KEY_RULE["must consist of ".len()..]);
        problems.push(pattern_error(&rule, &format!("({KEY})?"), &["MyValue", "my_value", "12345"]));
    }
    problems
}
