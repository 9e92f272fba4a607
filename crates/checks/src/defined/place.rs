//! From a line that a template makes to the line of the template that makes it.

use goyaml::Position;

use crate::Subject;

/// The place in a template that makes a place of an object's text: its line, if the template has that line as it is, and
/// only once.
pub(crate) fn line_of(subject: &Subject<'_>, template: &str, text: &[u8], at: Position) -> Option<Position> {
    let template = subject.chart.raw.get(template)?.text()?;
    let text = std::str::from_utf8(text).ok()?;
    let made = text.lines().nth(usize::try_from(at.line).ok()?.checked_sub(1)?)?;
    let wanted = made.trim();
    let mut same = template.lines().enumerate().filter(|(_, line)| line.trim() == wanted);
    let (index, line) = same.next().filter(|_| !wanted.is_empty())?;
    if same.next().is_some() {
        return None;
    }
    let indent = |line: &str| u32::try_from(line.len() - line.trim_start().len()).unwrap_or_default();
    let column = (at.column.saturating_add(indent(line))).saturating_sub(indent(made)).max(1);
    Some(Position { line: u32::try_from(index + 1).ok()?, column })
}
