//! Splitting a file into documents (Helm: `pkg/release/v1/util/manifest.go`, `SplitManifests`).

use crate::text::{trim, trim_start};

/// The documents of a text: split at every line that begins with `---`, whatever follows; white space before each is
/// cut, that behind it kept; blank ones are left out.
pub fn split(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(trim_start(text));
    std::iter::from_fn(move || {
        let text = rest?;
        let (document, after) = match separator(text) {
            Some((start, end)) => (text.get(..start).unwrap_or_default(), text.get(end..)),
            None => (text, None),
        };
        rest = after;
        Some(document)
    })
    .filter(|document| !trim(document).is_empty())
    .map(trim_start)
}

/// Start and end of the first separator: `---` at the start of a line, and blanks behind it.
fn separator(text: &[u8]) -> Option<(usize, usize)> {
    let start = if text.starts_with(b"---") { 0 } else { memchr::memmem::find(text, b"\n---")? + 1 };
    let behind = text.get(start + 3..)?;
    let blanks = behind.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    Some((start, start + 3 + blanks))
}

#[cfg(test)]
mod tests {
    use super::split;

    fn parts(text: &str) -> Vec<&str> {
        split(text.as_bytes()).map(|part| std::str::from_utf8(part).unwrap()).collect()
    }

    #[test]
    fn every_line_of_three_dashes_separates() {
        assert_eq!(
            parts("\n---  \na: 1\n---apiVersion: v1\n---\n\n--- # c\nb: 2 \n"),
            ["a: 1\n", "apiVersion: v1\n", "# c\nb: 2 \n"]
        );
        assert_eq!(parts("a: |\n  ---\n  x\n-----BEGIN"), ["a: |\n  ---\n  x\n", "--BEGIN"]);
        assert_eq!(parts(" \n\t"), [""; 0]);
        assert_eq!(parts("---"), [""; 0]);
        assert_eq!(parts("a\r\n---\r\nb"), ["a\r\n", "b"]);
    }
}
