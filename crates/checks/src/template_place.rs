//! Where in a template an object comes from: a template is no YAML, so this looks for words.

use goyaml::Position;

use crate::Subject;
use crate::text_place;

/// The place of a word in the document of a template that is for objects of a kind. Nothing if that is not clear.
pub fn in_document(subject: &Subject<'_>, template: &str, kind: &str, words: &[&str]) -> Option<Position> {
    let text = subject.chart.raw.get(template)?.text()?;
    let is_of_kind = |document: &(usize, &str)| document.1.lines().any(|line| is_kind(line, kind));
    let documents = documents(text);
    let (start, document) = match documents.as_slice() {
        [only] => *only,
        several => *several.iter().find(|document| is_of_kind(document))?,
    };
    let found = words.iter().try_fold(0, |from, word| Some(from + find(document.get(from..)?, word)?))?;
    Some(text_place::of_byte(text.as_bytes(), start + found))
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
    fn words_are_whole() {
        assert_eq!(find("autoscaling auto", "auto"), Some(12));
        assert_eq!(find("v1beta1 v1", "v1"), Some(8));
        assert_eq!(find("{{ .Chart.Version }}", ".Chart.Version"), Some(3));
        assert_eq!(find("fullname:\n  name: x", "name:"), Some(12));
    }
}
