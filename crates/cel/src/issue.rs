//! What is wrong with an expression, in cel-go's words and layout: `ERROR: <input>:1:5: …`, the line, a caret.

use std::fmt;
use std::sync::Arc;

/// More than this are counted, not listed.
const MOST_LISTED: usize = 100;

/// Longer lines (in bytes) are not shown.
const LONGEST_LINE: usize = 16_384;

/// All that is wrong with an expression; shown, it is the text that the API server gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issues {
    source: Arc<str>,
    listed: Vec<Issue>,
    more: usize,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Where, counted in characters from 0; `None` if it is about the whole.
    pub offset: Option<u32>,
    /// What.
    pub message: String,
}

/// A line and a column as cel-go counts them: lines from 1, columns from 0, both -1 for nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Location {
    line: i64,
    column: i64,
}

impl Issues {
    /// Nothing yet about this text.
    #[must_use]
    pub fn new(source: Arc<str>) -> Self {
        Self { source, listed: Vec::new(), more: 0 }
    }

    /// One thing about the whole text.
    #[must_use]
    pub fn whole(source: &str, message: impl Into<String>) -> Self {
        let mut issues = Self::new(source.into());
        issues.report(None, message);
        issues
    }

    /// The text that this is about.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// One more.
    pub fn report(&mut self, offset: Option<u32>, message: impl Into<String>) {
        if self.listed.len() < MOST_LISTED {
            self.listed.push(Issue { offset, message: message.into() });
        } else {
            self.more += 1;
        }
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// What is wrong, in the order in which it was found.
    #[must_use]
    pub fn listed(&self) -> &[Issue] {
        &self.listed
    }
}

impl std::error::Error for Issues {}

impl fmt::Display for Issues {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<&str> = self.source.split('\n').collect();
        let starts = starts_of(&lines);
        let mut sorted: Vec<(Location, &Issue)> =
            self.listed.iter().map(|issue| (locate(&self.source, &starts, issue.offset), issue)).collect();
        sorted.sort_by_key(|(location, _)| *location);
        for (index, (location, issue)) in sorted.iter().enumerate() {
            if index > 0 {
                out.write_str("\n")?;
            }
            write!(out, "ERROR: <input>:{}:{}: {}", location.line, location.column + 1, issue.message)?;
            write_snippet(out, &lines, *location)?;
        }
        if self.more > 0 {
            write!(out, "\n{} more errors were truncated", self.more)?;
        }
        Ok(())
    }
}

/// Where each line begins, in characters.
fn starts_of(lines: &[&str]) -> Vec<i64> {
    let mut start = 0;
    lines
        .iter()
        .map(|line| {
            let this = start;
            start += i64::try_from(line.chars().count()).unwrap_or(0) + 1;
            this
        })
        .collect()
}

/// In a text without characters the end is before the first column.
fn locate(source: &str, starts: &[i64], offset: Option<u32>) -> Location {
    if source.is_empty() && offset.is_some() {
        return Location { line: 1, column: -1 };
    }
    let Some(offset) = offset.map(i64::from) else { return Location { line: -1, column: -1 } };
    let line = starts.partition_point(|start| *start <= offset).max(1);
    let start = starts.get(line - 1).copied().unwrap_or(0);
    Location { line: i64::try_from(line).unwrap_or(1), column: offset - start }
}

/// The line and the caret below it; characters of several bytes have wide dots below them.
fn write_snippet(out: &mut fmt::Formatter<'_>, lines: &[&str], location: Location) -> fmt::Result {
    let line = usize::try_from(location.line - 1).ok().and_then(|index| lines.get(index));
    let Some(line) = line.filter(|line| line.len() <= LONGEST_LINE) else { return Ok(()) };
    if lines.len() == 1 && line.is_empty() {
        return Ok(());
    }
    write!(out, "\n | {}\n | ", line.replace('\t', " "))?;
    let column = usize::try_from(location.column).unwrap_or(0);
    for character in line.chars().take(column) {
        out.write_str(if character.is_ascii() { "." } else { "\u{ff0e}" })?;
    }
    let under = line.chars().nth(column);
    out.write_str(if under.is_none_or(|character| character.is_ascii()) { "^" } else { "\u{ff3e}" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str, offset: Option<u32>) -> String {
        let mut issues = Issues::new(source.into());
        issues.report(offset, "wrong");
        issues.to_string()
    }

    #[test]
    fn an_issue_points_at_its_character() {
        assert_eq!(shown("a + b", Some(2)), "ERROR: <input>:1:3: wrong\n | a + b\n | ..^");
        assert_eq!(shown("a\n\tb", Some(3)), "ERROR: <input>:2:2: wrong\n |  b\n | .^");
        assert_eq!(shown("'é' + é", Some(6)), "ERROR: <input>:1:7: wrong\n | 'é' + é\n | .\u{ff0e}....\u{ff3e}");
        assert_eq!(shown("a", Some(1)), "ERROR: <input>:1:2: wrong\n | a\n | .^");
    }

    #[test]
    fn what_is_nowhere_has_no_line() {
        assert_eq!(shown("a", None), "ERROR: <input>:-1:0: wrong");
        assert_eq!(shown("", Some(0)), "ERROR: <input>:1:0: wrong");
    }

    #[test]
    fn issues_stand_in_the_order_of_the_text() {
        let mut issues = Issues::new("ab".into());
        issues.report(Some(1), "second");
        issues.report(Some(0), "first");
        assert!(issues.to_string().starts_with("ERROR: <input>:1:1: first"));
    }

    #[test]
    fn the_hundred_and_first_is_only_counted() {
        let mut issues = Issues::new("a".into());
        for _ in 0..103 {
            issues.report(Some(0), "wrong");
        }
        assert!(issues.to_string().ends_with("\n3 more errors were truncated"));
    }
}
