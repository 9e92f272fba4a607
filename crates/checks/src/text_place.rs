//! Places in texts: of bytes, and of values that a JSON pointer leads to.

use chart::YamlStream;
use goyaml::{Kind, Node, Position};

/// The place of a byte of a text.
pub fn of_byte(text: &[u8], at: usize) -> Position {
    let before = text.get(..at.min(text.len())).unwrap_or_default();
    let line = memchr::memchr_iter(b'\n', before).count();
    let start = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
    let column = String::from_utf8_lossy(before.get(start..).unwrap_or_default()).chars().count();
    let number = |count: usize| u32::try_from(count + 1).unwrap_or(u32::MAX);
    Position { line: number(line), column: number(column) }
}

/// The parts of a JSON pointer.
pub fn steps(pointer: &str) -> Vec<String> {
    let parts = pointer.split('/').skip(1);
    parts.map(|part| part.replace("~1", "/").replace("~0", "~")).collect()
}

/// `image.tags[0]`
pub fn dotted(steps: &[String]) -> String {
    let mut text = String::new();
    for step in steps {
        if step.bytes().all(|byte| byte.is_ascii_digit()) && !step.is_empty() {
            text.push_str(&format!("[{step}]"));
        } else {
            let dot = if text.is_empty() { "" } else { "." };
            text.push_str(&format!("{dot}{step}"));
        }
    }
    text
}

/// The documents of a YAML or JSON text, for the places of their values.
#[derive(Debug, Default)]
pub struct Places {
    documents: Vec<(u32, Node)>,
}

/// Where a value stands, as far as the text has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// How many steps lead to something in the text.
    pub depth: usize,
    /// The key of the last of them.
    pub position: Position,
}

impl Places {
    /// Reads a text; what can't be read has no places.
    pub fn read(text: &[u8]) -> Self {
        let parts = YamlStream::new(text).map_while(Result::ok);
        let documents = parts.filter_map(|part| Some((part.lines_before, goyaml::parse(&part.text).ok().flatten()?)));
        Self { documents: documents.collect() }
    }

    /// The documents with the number of lines before each.
    pub fn documents(&self) -> impl Iterator<Item = (u32, &Node)> {
        self.documents.iter().map(|(lines, node)| (*lines, node))
    }

    /// The deepest place on the way to a value; of several documents the last one counts.
    pub fn find(&self, steps: &[String]) -> Option<Found> {
        let found = self.documents.iter().filter_map(|(lines, root)| {
            let (depth, position) = walk(root, steps)?;
            Some(Found { depth, position: below(position, *lines) })
        });
        found.max_by_key(|found| found.depth)
    }
}

/// A place of a document as one of the whole text.
pub fn below(position: Position, lines: u32) -> Position {
    Position { line: position.line.saturating_add(lines), ..position }
}

fn walk(root: &Node, steps: &[String]) -> Option<(usize, Position)> {
    let mut node = root;
    let mut found = None;
    for (index, step) in steps.iter().enumerate() {
        let next = match &node.kind {
            Kind::Mapping(_) => node.entry(step).map(|(key, value)| (key.span.start, value)),
            Kind::Sequence(items) => {
                step.parse().ok().and_then(|at: usize| items.get(at)).map(|item| (item.span.start, item))
            }
            Kind::Scalar(_) => None,
        };
        let Some((position, value)) = next else { break };
        found = Some((index + 1, position));
        node = value;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, pointer: &str) -> Option<(usize, u32, u32)> {
        let found = Places::read(text.as_bytes()).find(&steps(pointer))?;
        Some((found.depth, found.position.line, found.position.column))
    }

    #[test]
    fn pointers_lead_to_keys() {
        let text = "a:\n  b/c: [1, {d: 2}]\n";
        assert_eq!(place(text, "/a/b~1c/1/d"), Some((4, 2, 13)));
        assert_eq!(place(text, "/a/missing/x"), Some((1, 1, 1)));
        assert_eq!(place(text, "/missing"), None);
        assert_eq!(place(text, ""), None);
        assert_eq!(dotted(&steps("/a/b~1c/1/d")), "a.b/c[1].d");
    }

    #[test]
    fn the_last_document_counts() {
        assert_eq!(place("a: 1\n---\na: 2\n", "/a"), Some((1, 3, 1)));
        assert_eq!(place("a: {b: 1}\n---\na: 2\n", "/a/b"), Some((2, 1, 5)));
    }

    #[test]
    fn bytes_have_lines_and_columns() {
        let at = |index| of_byte("ä\nbé c".as_bytes(), index);
        assert_eq!(at(0), Position { line: 1, column: 1 });
        assert_eq!(at(7), Position { line: 2, column: 4 });
        assert_eq!(at(99), Position { line: 2, column: 5 });
    }
}
