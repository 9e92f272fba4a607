//! The loose shape of a version, shared by versions and constraints.
//!
//! `v? SEGMENT (. SEGMENT)? (. SEGMENT)? (- IDENTIFIERS)? (+ IDENTIFIERS)?`, identifiers being dot-separated runs of
//! `[0-9A-Za-z-]`. No two of its parts can begin with the same character, so reading as much as possible from the
//! left finds what the Go package's regular expressions find.

/// The parts of one version-like text, without the separators around them.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    /// The whole text that was read.
    pub(super) whole: &'a str,
    pub(super) major: &'a str,
    pub(super) minor: Option<&'a str>,
    pub(super) patch: Option<&'a str>,
    pub(super) prerelease: Option<&'a str>,
    pub(super) build: Option<&'a str>,
}

/// What a `SEGMENT` of a version consists of.
pub(super) fn is_digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

/// What a `SEGMENT` of a constraint consists of. The Go package's character class includes the bar.
pub(super) fn is_digit_or_wildcard(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'x' | b'X' | b'*' | b'|')
}

/// What an identifier of a prerelease or of build metadata consists of.
pub(super) fn is_identifier(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
}

/// White space as Go's regular expressions mean it by `\s`.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\x0c' | b'\r')
}

/// A place in a text, moving forward over ASCII only, so that it always stands between two characters.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    position: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, position: 0 }
    }

    /// What is still to be read.
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.position..).unwrap_or_default()
    }

    /// What was read from the start.
    pub(super) fn consumed(&self) -> &'a str {
        self.text.get(..self.position).unwrap_or_default()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.position >= self.text.len()
    }

    /// Moves past the prefix if it comes next. Prefixes are ASCII.
    pub(super) fn skip(&mut self, prefix: &str) -> bool {
        let found = self.rest().starts_with(prefix);
        if found {
            self.position += prefix.len();
        }
        found
    }

    /// Moves past white space and says whether there was any.
    pub(super) fn skip_space(&mut self) -> bool {
        self.run(is_space).is_some()
    }

    /// Reads the longest run of accepted ASCII bytes; `None` if there is none.
    fn run(&mut self, accepts: fn(u8) -> bool) -> Option<&'a str> {
        let rest = self.rest();
        let length = rest.bytes().take_while(|byte| accepts(*byte)).count();
        if length == 0 {
            return None;
        }
        self.position += length;
        rest.get(..length)
    }

    /// Reads the separator and a run after it, or nothing at all.
    fn run_after(&mut self, separator: &str, accepts: fn(u8) -> bool) -> Option<&'a str> {
        let start = self.position;
        if self.skip(separator)
            && let Some(run) = self.run(accepts)
        {
            return Some(run);
        }
        self.position = start;
        None
    }

    /// Reads the separator and dot-separated identifiers after it, or nothing at all.
    fn identifiers_after(&mut self, separator: &str) -> Option<&'a str> {
        let start = self.position + separator.len();
        self.run_after(separator, is_identifier)?;
        while self.run_after(".", is_identifier).is_some() {}
        self.text.get(start..self.position)
    }

    /// Reads the longest version-like text that comes next; `None`, without moving, if there is none.
    pub(super) fn version(&mut self, is_segment: fn(u8) -> bool) -> Option<Parts<'a>> {
        let start = self.position;
        self.skip("v");
        let Some(major) = self.run(is_segment) else {
            self.position = start;
            return None;
        };
        let minor = self.run_after(".", is_segment);
        let patch = self.run_after(".", is_segment);
        let prerelease = self.identifiers_after("-");
        let build = self.identifiers_after("+");
        let whole = self.text.get(start..self.position).unwrap_or_default();
        Some(Parts { whole, major, minor, patch, prerelease, build })
    }
}
