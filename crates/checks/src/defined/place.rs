//! From a line that a template makes to the line of the template that makes it.

use goyaml::Position;

use crate::Subject;

/// The place in a template that makes a place of an object's text: its line, if the template has that line as it is, and
/// only once.
pub(crate) fn line_of(subject: &Subject<'_>, template: &str, text: &[u8], at: Position) -> Option<Position> {
    let text = std::str::from_utf8(text).ok()?;
    let made = text.lines().nth(usize::try_from(at.line).ok()?.checked_sub(1)?)?;
    let indent = u32::try_from(made.len() - made.trim_start().len()).ok()?;
    let start = only_line(subject, template, made.trim())?;
    Some(Position { column: (start.column + at.column).saturating_sub(indent + 1).max(1), ..start })
}

/// Where the only line begins that says this, apart from white space.
pub(super) fn only_line(subject: &Subject<'_>, template: &str, wanted: &str) -> Option<Position> {
    let template = subject.chart.raw.get(template)?.text()?;
    let mut same = template.lines().enumerate().filter(|(_, line)| line.trim() == wanted && !wanted.is_empty());
    let (index, line) = same.next()?;
    let indent = line.len() - line.trim_start().len();
    let number = |count: usize| u32::try_from(count + 1).ok();
    if same.next().is_some() { None } else { Some(Position { line: number(index)?, column: number(indent)? }) }
}
