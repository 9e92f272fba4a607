//! How names of properties are written in expressions (`k8s.io/apiserver/pkg/cel/escaping.go`).

use cel::declared::is_reserved;

/// The name as an identifier: `a-b` is `a__dash__b`, `in` is `__in__`. `None` for a name that expressions cannot use.
#[must_use]
pub fn escape(name: &str) -> Option<String> {
    if name.is_empty() || name.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    if is_reserved(name) {
        return Some(format!("__{name}__"));
    }
    let mut escaped = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(next) = rest.chars().next() {
        let (length, text) = match next {
            '_' if rest.starts_with("__") => (2, "__underscores__"),
            '.' => (1, "__dot__"),
            '-' => (1, "__dash__"),
            '/' => (1, "__slash__"),
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => (1, rest.get(..1)?),
            _ => return None,
        };
        escaped.push_str(text);
        rest = rest.get(length..)?;
    }
    Some(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_identifiers() {
        let table = [
            ("a", Some("a")),
            ("_a9", Some("_a9")),
            ("a-b.c/d", Some("a__dash__b__dot__c__slash__d")),
            ("a__b", Some("a__underscores__b")),
            ("a___b", Some("a__underscores___b")),
            ("namespace", Some("__namespace__")),
            ("while", Some("__while__")),
            ("int", Some("int")),
            ("", None),
            ("9a", None),
            ("a@b", None),
            ("é", None),
        ];
        for (name, expected) in table {
            assert_eq!(escape(name).as_deref(), expected, "{name}");
        }
    }
}
