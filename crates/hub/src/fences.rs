//! Fenced blocks of Markdown (CommonMark 0.31, "Fenced code blocks").

/// What begins a fenced block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fence<'t> {
    /// What stands behind the marks: the language, and whatever else.
    pub info: &'t str,
    mark: char,
    length: usize,
}

impl<'t> Fence<'t> {
    /// The fence that a line opens. The indentation does not matter, since lists have blocks in them; but backquotes
    /// behind backquotes make code within a line.
    pub fn opened_by(line: &'t str) -> Option<Self> {
        let line = line.trim_start();
        let mark = line.chars().next().filter(|first| matches!(first, '`' | '~'))?;
        let info = line.trim_start_matches(mark);
        let length = line.len() - info.len();
        let is_code = mark == '`' && info.contains('`');
        (length >= 3 && !is_code).then_some(Self { info: info.trim(), mark, length })
    }

    /// Whether a line ends the block.
    pub fn is_closed_by(&self, line: &str) -> bool {
        let line = line.trim();
        line.len() >= self.length && line.chars().all(|character| character == self.mark)
    }
}

#[cfg(test)]
mod tests {
    use super::Fence;

    #[test]
    fn fences_open_and_close() {
        let open = |line| Fence::opened_by(line).map(|fence| fence.info);
        assert_eq!(open("  ```yaml x=1 "), Some("yaml x=1"));
        assert_eq!(open("~~~ a`b"), Some("a`b"));
        assert_eq!((open("```affinity: \"\"```"), open("``"), open("text ```")), (None, None, None));
        let fence = Fence::opened_by("````").unwrap();
        let closing = ["```", "~~~~", "```` x", " ````` "].map(|line| fence.is_closed_by(line));
        assert_eq!(closing, [false, false, false, true]);
    }
}
