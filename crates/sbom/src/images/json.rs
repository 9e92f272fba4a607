//! The bytes of one member of a JSON object, as they are written: checksums are over these.

/// The value of `key` in the object that `text`, valid JSON, holds.
pub(super) fn member<'a>(text: &'a [u8], key: &str) -> Option<&'a [u8]> {
    let mut at = space(text, 0);
    if text.get(at) != Some(&b'{') {
        return None;
    }
    loop {
        at = space(text, at + 1);
        let end = value_end(text, at)?;
        let name: String = serde_json::from_slice(text.get(at..end)?).ok()?;
        at = space(text, end);
        if text.get(at) != Some(&b':') {
            return None;
        }
        at = space(text, at + 1);
        let end = value_end(text, at)?;
        if name == key {
            return text.get(at..end);
        }
        at = space(text, end);
        if text.get(at) != Some(&b',') {
            return None;
        }
    }
}

fn space(text: &[u8], from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count()
}

/// Where the value that begins at `from` ends.
fn value_end(text: &[u8], from: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = from;
    loop {
        match text.get(at)? {
            b'"' => at = text_end(text, at)?,
            b'{' | b'[' => {
                depth += 1;
                at += 1;
                continue;
            }
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                at += 1;
            }
            byte if depth == 0 && !b",: \t\r\n".contains(byte) => {
                let word = text.get(at..)?.iter().take_while(|byte| !b",]} \t\r\n".contains(byte));
                at += word.count().max(1);
            }
            _ => {
                at += 1;
                continue;
            }
        }
        if depth == 0 {
            return Some(at);
        }
    }
}

fn text_end(text: &[u8], from: usize) -> Option<usize> {
    let mut at = from + 1;
    loop {
        match text.get(at)? {
            b'\\' => at += 2,
            b'"' => return Some(at + 1),
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::member;

    #[test]
    fn members_are_found_as_they_are_written() {
        let text = br#" { "a" : [1, {"b": "}\""}] , "pre\u0064icate":{ "x" : 1.0e3 },"n":null, "c":true}"#;
        let cases = [("a", r#"[1, {"b": "}\""}]"#), ("predicate", r#"{ "x" : 1.0e3 }"#), ("n", "null"), ("c", "true")];
        for (key, expected) in cases {
            assert_eq!(member(text, key), Some(expected.as_bytes()), "{key}");
        }
        for other in [&b""[..], b"[]", b"{}", b"{\"a\"", b"{\"a\":", b"{\"a\":1", b"{]", b"{\"a\\"] {
            assert_eq!(member(other, "b"), None);
        }
    }
}
