//! Names of platforms: formatted strings of CPE 2.3 (NIST IR 7695, section 6.2), as SPDX 2.3, annex F.2.2, takes them.

/// Whether a text is such a name.
pub(crate) fn is_name(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("cpe:2.3:") else { return false };
    let parts = parts(rest);
    let [part, middle @ .., language, software, target, hardware, other] = parts.as_slice() else { return false };
    let is_part = matches!(*part, "a" | "o" | "h" | "*" | "-");
    let mut values = middle.iter().chain([software, target, hardware, other]);
    is_part && middle.len() == 5 && is_language(language) && values.all(|value| is_value(value))
}

/// What stands between colons that have no backslash before them.
fn parts(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut is_escaped) = (Vec::new(), 0, false);
    for (at, character) in text.char_indices() {
        if character == ':' && !is_escaped {
            parts.push(text.get(start..at).unwrap_or_default());
            start = at + 1;
        }
        is_escaped = character == '\\' && !is_escaped;
    }
    parts.push(text.get(start..).unwrap_or_default());
    parts
}

/// A language and perhaps a region of RFC 5646.
fn is_language(text: &str) -> bool {
    let (language, region) = text.split_once('-').map_or((text, None), |(language, region)| (language, Some(region)));
    let are = |text: &str, is: fn(&u8) -> bool, lengths: &[usize]| {
        lengths.contains(&text.len()) && text.bytes().all(|b| is(&b))
    };
    let is_region = |text: &str| are(text, u8::is_ascii_alphabetic, &[2]) || are(text, u8::is_ascii_digit, &[3]);
    matches!(text, "*" | "-") || (are(language, u8::is_ascii_alphabetic, &[2, 3]) && region.is_none_or(is_region))
}

/// Any, nothing, or a text with wild cards at its ends.
fn is_value(text: &str) -> bool {
    let inner = |text: &str| {
        let mut bytes = text.bytes();
        while let Some(byte) = bytes.next() {
            let is_plain = byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
            let is_quoted = byte == b'\\'
                && bytes.next().is_some_and(|next| next.is_ascii_punctuation() && !b"-._".contains(&next));
            if !is_plain && !is_quoted {
                return false;
            }
        }
        !text.is_empty()
    };
    let start = text.strip_prefix('*').unwrap_or_else(|| text.trim_start_matches('?'));
    matches!(text, "*" | "-") || inner(without_wild_end(start))
}

fn without_wild_end(text: &str) -> &str {
    let is_quoted = |before: &str| before.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
    match text.strip_suffix('*').filter(|before| !is_quoted(before)) {
        Some(before) => before,
        None => {
            let before = text.trim_end_matches('?');
            if is_quoted(before) { text.get(..before.len() + 1).unwrap_or(text) } else { before }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn names_of_cpe_2_3_are_known() {
        for good in [
            "cpe:2.3:a:openssl:openssl:3.0.1:*:*:*:*:*:*:*",
            "cpe:2.3:o:a\\:b:c\\\\:-:?x*:*:de-AT:*:linux:x64:-",
            "cpe:2.3:a:gnu:libstdc\\+\\+:12\\?:*:*:*:*:*:*:*",
        ] {
            assert!(is_name(good), "{good}");
        }
        for bad in [
            "",
            "cpe:/a:openssl:openssl",
            "cpe:2.3:a:openssl:openssl:3.0.1",
            "cpe:2.3:x:openssl:openssl:3.0.1:*:*:*:*:*:*:*",
            "cpe:2.3:a:open ssl:openssl:3.0.1:*:*:*:*:*:*:*",
            "cpe:2.3:a:o:openssl:3.0.1+b:*:*:*:*:*:*:*",
            "cpe:2.3:a:o:openssl::*:*:*:*:*:*:*",
            "cpe:2.3:a:o:openssl:1:*:*:german:*:*:*:*",
            "cpe:2.3:a:o:openssl:1:*:*:*:*:*:*:*:*",
        ] {
            assert!(!is_name(bad), "{bad}");
        }
    }
}
