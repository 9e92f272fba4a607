//! Where in a template an object comes from: a template is no YAML, so this looks for words.

use goyaml::Position;

use crate::Subject;
use crate::text_place;

/// The place of a word in the document of a template that is for objects of a kind. Nothing if that is not clear.
pub fn in_document(subject: &Subject<'_>, template: &str, kind: &str, words: &[&str]) -> Option<Position> {
    in_text(subject, template, kind, |document| {
        words.iter().try_fold(0, |from, word| Some(from + find(document.get(from..)?, word)?))
    })
}

/// The place of a word that the document of a template for objects of a kind has once.
pub fn once_in_document(subject: &Subject<'_>, template: &str, kind: &str, word: &str) -> Option<Position> {
    in_text(subject, template, kind, |document| {
        let first = find(document, word)?;
        find(document.get(first + word.len()..)?, word).is_none().then_some(first)
    })
}

/// The place of an API in a line with `apiVersion`. Nothing if a helper writes it.
pub fn of_api(subject: &Subject<'_>, template: &str, kind: &str, api_version: &str) -> Option<Position> {
    in_text(subject, template, kind, |document| find_api(document, api_version))
}

fn find_api(document: &str, api_version: &str) -> Option<usize> {
    let mut start = 0;
    document.split_inclusive('\n').find_map(|line| {
        let before = start;
        start += line.len();
        let key = find(line, "apiVersion")?;
        Some(before + key + find(line.get(key..)?, api_version)?)
    })
}

/// The place that is found in the document of a template that is for objects of a kind; comments are blank in it.
fn in_text(
    subject: &Subject<'_>,
    template: &str,
    kind: &str,
    look: impl Fn(&str) -> Option<usize>,
) -> Option<Position> {
    let text = subject.chart.raw.get(template)?.text()?;
    let blank = without_comments(text);
    let is_of_kind = |document: &(usize, &str)| document.1.lines().any(|line| is_kind(line, kind));
    let documents = documents(&blank);
    let (start, document) = match documents.as_slice() {
        [only] => *only,
        several => *several.iter().find(|document| is_of_kind(document))?,
    };
    Some(text_place::of_byte(text.as_bytes(), start + look(document)?))
}

/// A template with spaces where it has comments, so that all else stays at its byte.
fn without_comments(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, comment, behind)) = template_comment(rest) {
        found.push_str(before);
        found.extend(comment.bytes().map(blank));
        rest = behind;
    }
    found.push_str(rest);
    let is_comment = |line: &&str| line.trim_start().starts_with('#');
    let lines = found.split_inclusive('\n');
    lines.map(|line| if is_comment(&line) { line.bytes().map(blank).collect() } else { line.to_owned() }).collect()
}

/// Text before the first `{{/* … */}}`, the comment, and text behind it.
fn template_comment(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.match_indices("/*").map(|(at, _)| at).find(|at| {
        let before = text.get(..*at).unwrap_or_default();
        before.ends_with("{{") || before.trim_end().ends_with("{{-")
    })?;
    let end = text.get(start..)?.find("*/").map_or(text.len(), |length| start + length + 2);
    Some((text.get(..start)?, text.get(start..end)?, text.get(end..)?))
}

fn blank(byte: u8) -> char {
    if byte == b'\n' { '\n' } else { ' ' }
}

/// The documents of a template, with the byte at which each begins.
fn documents(text: &str) -> Vec<(usize, &str)> {
    let mut cuts = vec![0];
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with("---") {
            cuts.push(start);
        }
        start += line.len();
    }
    cuts.push(text.len());
    let pairs = cuts.windows(2).filter_map(|pair| match pair {
        [from, to] if from < to => Some((*from, text.get(*from..*to)?)),
        _ => None,
    });
    pairs.collect()
}

/// `kind: Kind`, also with quotes.
fn is_kind(line: &str, kind: &str) -> bool {
    let value = line.trim_start().strip_prefix("kind:").map(|value| value.trim().trim_matches(['"', '\'']));
    value == Some(kind)
}

/// A word that does not go on before or behind.
fn find(text: &str, word: &str) -> Option<usize> {
    let goes_on = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let is_whole = |at: &usize| {
        let (before, behind) = (text.get(..*at), text.get(at + word.len()..));
        let is_begun = word.starts_with(|c: char| c.is_alphanumeric())
            && goes_on(before.and_then(|text| text.chars().next_back()));
        !is_begun && !goes_on(behind.and_then(|text| text.chars().next()))
    };
    text.match_indices(word).map(|(at, _)| at).find(is_whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_begin_at_their_lines() {
        assert_eq!(documents("a: 1\n---\nb: 2\n"), [(0, "a: 1\n"), (5, "---\nb: 2\n")]);
        assert_eq!(documents("---\nb: 2"), [(0, "---\nb: 2")]);
        assert_eq!(documents(""), []);
    }

    #[test]
    fn comments_are_blank() {
        let text = "# é a/v1\napiVersion: {{- /* a/v1\n */}} a/v1\n  # x\nb: 'c # d' {{ \"/*\" }}\n";
        let blank = without_comments(text);
        assert_eq!(blank.len(), text.len());
        let lines: Vec<&str> = blank.lines().map(str::trim).collect();
        assert_eq!(lines, ["", "apiVersion: {{-", "}} a/v1", "", "b: 'c # d' {{ \"/*\" }}"]);
        assert_eq!(without_comments("{{/* open"), "{{       ");
    }

    #[test]
    fn an_api_stands_behind_its_key() {
        let text = "a: policy/v1\napiVersion: policy/v1beta1\napiVersion: policy/v1\n";
        assert_eq!(find_api(text, "policy/v1"), text.rfind("policy/v1"));
        assert_eq!(find_api("a: policy/v1\napiVersion: {{ include \"a\" . }}\n", "policy/v1"), None);
    }

    #[test]
    fn words_are_whole() {
        assert_eq!(find("autoscaling auto", "auto"), Some(12));
        assert_eq!(find("v1beta1 v1", "v1"), Some(8));
        assert_eq!(find("{{ .Chart.Version }}", ".Chart.Version"), Some(3));
        assert_eq!(find("fullname:\n  name: x", "name:"), Some(12));
    }
}
