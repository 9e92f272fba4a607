//! Template errors for a person: the place in the source, what was nil, and the way to it.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use gotemplate::{Error, Location};
use render::TemplateError;
use render::manifest::{HeadError, ManifestError};

/// How much of a long list of steps is shown.
const MOST_STEPS: usize = 12;

/// The error with excerpts, innermost place first; `None` if it has no place.
pub fn template(error: &TemplateError, colored: bool) -> Option<String> {
    executed(error, colored).or_else(|| unparsed(error, colored))
}

/// A rendered document that is no manifest, with its line; `None` if the error has no place.
pub fn manifest(error: &ManifestError, colored: bool) -> Option<String> {
    let HeadError::Yaml(cause) = &error.error else { return None };
    let position = cause.position()?;
    let text = String::from_utf8_lossy(&error.content);
    let start = text.split_inclusive('\n').take(position.line.saturating_sub(1) as usize).map(str::len).sum();
    let title = error.error.to_string();
    let path = format!("{} (as rendered)", error.path);
    Some(at_line(&title, &path, &text, start, colored))
}

/// A text that is no template.
fn unparsed(error: &TemplateError, colored: bool) -> Option<String> {
    let text = error.source.as_ref()?.to_str();
    let start = error.error.chain().find_map(|error| error.position)? as usize;
    let whole = message(&error.error);
    // The message begins with file and line, which the excerpt shows.
    let title = whole.strip_prefix("template: ").and_then(|rest| rest.splitn(3, ':').nth(2)).unwrap_or(&whole).trim();
    Some(at_line(title, &error.file, &text, start, colored))
}

/// A title and the line of a place.
fn at_line(title: &str, path: &str, text: &str, start: usize, colored: bool) -> String {
    let start = floor(text, start);
    let end = text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |length| start + length);
    let snippet =
        Snippet::source(text).path(path).annotation(AnnotationKind::Primary.span(start..end).label("found here"));
    rendered(&[Level::ERROR.primary_title(title).element(snippet)], colored)
}

fn rendered(report: &[Group<'_>], colored: bool) -> String {
    let renderer = if colored { Renderer::styled() } else { Renderer::plain() };
    renderer.render(report)
}

fn executed(error: &TemplateError, colored: bool) -> Option<String> {
    let steps: Vec<&Error> = error.error.chain().filter(|error| error.location.is_some()).collect();
    let (innermost, outer) = steps.split_last()?;
    let location = innermost.location.as_deref()?;
    let source = location.source.text.to_str();
    let title = message(&error.error);
    let label = match &location.nil {
        Some(nil) => format!("`{nil}` is nil here"),
        None => "while evaluating this".to_owned(),
    };
    let path = location.source.name.to_string();
    let snippet = Snippet::source(source.as_ref())
        .path(path.as_str())
        .annotation(AnnotationKind::Primary.span(span(location, &source)).label(label.as_str()));
    let mut report = vec![Level::ERROR.primary_title(title.as_str()).element(snippet)];
    let callers: Vec<String> = outer.iter().rev().take(MOST_STEPS).filter_map(|step| caller(step)).collect();
    report.extend(callers.iter().map(|caller| Group::with_title(Level::NOTE.secondary_title(caller.as_str()))));
    Some(rendered(&report, colored))
}

/// What went wrong, without the way to it.
fn message(error: &Error) -> String {
    let innermost = error.chain().last().map(|error| error.message.clone()).unwrap_or_default();
    render::without_marks(&innermost).to_owned()
}

/// `reached through FILE:LINE: include "x" .`
fn caller(step: &Error) -> Option<String> {
    let Location { source, line, column, node, .. } = step.location.as_deref()?;
    Some(format!("reached through {}:{line}:{}: {node}", source.name, column + 1))
}

/// The bytes of the node within the text; positions fit, unless the text was not UTF-8 and had to be mended.
fn span(location: &Location, text: &str) -> std::ops::Range<usize> {
    let start = floor(text, location.span.start as usize);
    let end = floor(text, location.span.end as usize).max(start);
    start..end
}

fn floor(text: &str, place: usize) -> usize {
    let mut place = place.min(text.len());
    while !text.is_char_boundary(place) {
        place -= 1;
    }
    place
}
