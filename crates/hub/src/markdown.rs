//! Markdown out of descriptions of changes, as it happens at registration (Artifact Hub, `internal/pkg/manager.go`,
//! `stripChangeDescription`; `go-strip-markdown` 2.0.1, `Strip`).

use gostd::budget::Budget;
use gostd::regexp::{self, DEFAULT_UNITS, Regexp};

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

/// The patterns, ready for all descriptions of a version.
pub struct Stripper {
    patterns: Vec<(Regexp, &'static str)>,
    budget: Budget,
}

impl Default for Stripper {
    fn default() -> Self {
        let budget = Budget::new(DEFAULT_UNITS);
        let compiled = PATTERNS.iter().filter_map(|(pattern, replacement)| {
            let pattern = regexp::compile(pattern, &budget).ok()?;
            Some((pattern, *replacement))
        });
        Self { patterns: compiled.collect(), budget }
    }
}

impl Stripper {
    /// The description as it is stored: no Markdown, but underscores. Once descriptions of strangers have been too much
    /// work, they stay as they are.
    pub fn strip(&self, description: &str) -> String {
        if is_plain(description) {
            return description.to_owned();
        }
        if !description.contains('_') {
            return self.strip_all(description);
        }
        let mut token = "UNDERSCORETOKEN".to_owned();
        while description.contains(&token) {
            token.push('X');
        }
        self.strip_all(&description.replace('_', &token)).replace(&token, "_")
    }

    fn strip_all(&self, text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        for (pattern, replacement) in &self.patterns {
            let Ok(replaced) = pattern.replace_all(&bytes, replacement.as_bytes(), &self.budget) else {
                return text.to_owned();
            };
            bytes = replaced;
        }
        String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
    }
}

/// Whether no pattern can match.
fn is_plain(description: &str) -> bool {
    !description.contains(MARKS)
        && !description.contains("\n\n")
        && !description.contains("P1")
        && !description.contains(|character: char| character.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::Stripper;

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
        let stripper = Stripper::default();
        for (description, stored) in cases {
            assert_eq!(stripper.strip(description), stored, "{description:?}");
        }
    }
}
