//! Keys that nobody reads, with the known key that was probably meant.

use crate::{Kind, Node};

/// A key of a mapping that is not among the known ones.
#[derive(Clone, Debug)]
pub struct UnknownKey<'a> {
    /// The key's node, for its position.
    pub node: &'a Node,
    /// The key as text; `?` when it is not a scalar.
    pub name: String,
    /// The known key that was probably meant: at most two edits away, ignoring case.
    pub suggestion: Option<String>,
}

/// The keys of a mapping that are not in `known`; none for other nodes.
pub fn unknown_keys<'a>(mapping: &'a Node, known: &[&str]) -> Vec<UnknownKey<'a>> {
    let Kind::Mapping(entries) = &mapping.kind else { return Vec::new() };
    let unknown =
        entries.iter().map(|(key, _)| key).filter(|key| key.as_str().is_none_or(|name| !known.contains(&name)));
    unknown
        .map(|node| {
            let name = node.as_str().unwrap_or("?");
            UnknownKey { node, name: name.to_owned(), suggestion: nearest(name, known).map(str::to_owned) }
        })
        .collect()
}

/// The known word that `word` most likely stands for: at most two edits away, ignoring case.
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let word = word.to_lowercase();
    known
        .iter()
        .map(|candidate| (distance(&word, &candidate.to_lowercase()), *candidate))
        .filter(|(edits, candidate)| *edits <= 2 && *edits < candidate.chars().count())
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

/// Levenshtein's distance, one row at a time.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (done, a) in left.chars().enumerate() {
        let mut diagonal = done;
        let mut before = done + 1;
        for (cell, b) in row.iter_mut().skip(1).zip(&right) {
            let replaced = diagonal + usize::from(a != *b);
            diagonal = *cell;
            before = replaced.min(diagonal + 1).min(before + 1);
            *cell = before;
        }
        if let Some(first) = row.first_mut() {
            *first = done + 1;
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_word_is_at_most_two_edits_away() {
        let known = ["repositoryID", "owners", "ignore", "to"];
        for (word, near) in [
            ("repositoryId", Some("repositoryID")),
            ("owner", Some("owners")),
            ("ingore", Some("ignore")),
            ("xy", None),
            ("mirrors", None),
        ] {
            assert_eq!(nearest(word, &known), near, "{word}");
        }
    }
}
