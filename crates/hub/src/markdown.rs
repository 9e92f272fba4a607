//! Markdown out of descriptions of changes, as it happens at registration (Artifact Hub, `internal/pkg/manager.go`,
//! `stripChangeDescription`; `go-strip-markdown` 2.0.1, `Strip`).

use gostd::budget::Budget;
use gostd::regexp::{self, DEFAULT_UNITS};

/// The patterns of `Strip` with what replaces them, in its order.
const PATTERNS: [(&str, &str); 22] = [
    (r"(?m)^([\s\t]*)([\*\-\+]|\d\.)\s+", "$1"),
    (r"\n={2,}", "\n"),
    ("~~", ""),
    ("`{3}.*\\n", ""),
    (r"\*\*([^*]+)\*\*", "$1"),
    (r"\*([^*]+)\*", "$1"),
    ("__([^_]+)__", "$1"),
    ("_([^_]+)_", "$1"),
    ("<(.*?)>", "$1"),
    (r"^[=\-]{2,}\s*$", ""),
    (r"\[\^.+?\](\: .*?$)?", ""),
    (r"\s{0,2}\[.*?\]: .*?$", ""),
    (r"\!\[(.*?)\]\s?[\[\(].*?[\]\)]", "$1"),
    (r"\[(.*?)\][\[\(].*?[\]\)]", "$1"),
    (r">\s*", "  "),
    (r#"^\s{1,2}\[(.*?)\]: (\S+)( ".*?")?\s*$"#, ""),
    (r"(?m)^\#{1,6}\s*([^#]+)\s*(\#{1,6})?$", "$1"),
    (r"([\*_]{1,3})(\S.*?\S)?P1", "$2"),
    ("(?m)(`{3,})(.*?)?P1", "$2"),
    (r"^-{3,}\s*$", ""),
    ("`(.+?)`", "$1"),
    (r"\n{2,}", "\n\n"),
];

/// Characters of which at least one is in everything that [`PATTERNS`] change.
const MARKS: [char; 10] = ['*', '-', '+', '=', '~', '`', '<', '[', '>', '#'];

/// The description as it is stored: no Markdown, but underscores.
pub fn strip(description: &str) -> String {
    let is_plain = !description.contains(MARKS)
        && !description.contains("\n\n")
        && !description.contains("P1")
        && !description.contains(|character: char| character.is_ascii_digit());
    if is_plain {
        return description.to_owned();
    }
    if !description.contains('_') {
        return strip_all(description);
    }
    let mut token = "UNDERSCORETOKEN".to_owned();
    while description.contains(&token) {
        token.push('X');
    }
    strip_all(&description.replace('_', &token)).replace(&token, "_")
}

/// A description of which the patterns are too much work stays as it is.
fn strip_all(text: &str) -> String {
    let budget = Budget::new(DEFAULT_UNITS);
    let mut bytes = text.as_bytes().to_vec();
    for (pattern, replacement) in PATTERNS {
        let replaced = regexp::compile(pattern, &budget)
            .ok()
            .and_then(|pattern| pattern.replace_all(&bytes, replacement.as_bytes(), &budget).ok());
        let Some(replaced) = replaced else {
            return text.to_owned();
        };
        bytes = replaced;
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::strip;

    #[test]
    fn descriptions_lose_their_markdown_but_underscores() {
        let cases = [
            ("plain text", "plain text"),
            ("**b**", "b"),
            ("`c`", "c"),
            ("[t](u)", "t"),
            ("![i](u)", "i"),
            ("# head", "head"),
            ("- item", "item"),
            ("1. item", "item"),
            ("#123 x", "123 x"),
            ("<https://x>", "https://x"),
            ("<b>x</b>", "bx/b"),
            ("a * b * c", "a  b  c"),
            ("> q", "  q"),
            ("---", ""),
            ("_em_ and snake_case", "_em_ and snake_case"),
            ("**a_b** UNDERSCORETOKEN_", "a_b UNDERSCORETOKEN_"),
        ];
        for (description, stored) in cases {
            assert_eq!(strip(description), stored, "{description:?}");
        }
    }
}
