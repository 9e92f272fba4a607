//! Third rewriting: common shapes get matchers of their own, runs of matchers are glued together.

use std::ops::Range;

use super::matcher::Matcher;
use super::tree::Tree;

/// Replaces a matcher by a simpler one, if there is one.
pub(super) fn optimize(matcher: Matcher) -> Matcher {
    match matcher {
        Matcher::Any(separators) if separators.is_empty() => Matcher::Super,
        Matcher::AnyOf(mut matchers) if matchers.len() == 1 => matchers.swap_remove(0),
        Matcher::List { characters, negated: false } if characters.len() == 1 => {
            Matcher::Text(characters.into_iter().collect())
        }
        Matcher::Tree(tree) => optimize_tree(*tree),
        other => other,
    }
}

/// A text with at most one simple matcher on each side is a prefix, a suffix or the like.
fn optimize_tree(mut tree: Tree) -> Matcher {
    tree.left = tree.left.map(optimize);
    tree.right = tree.right.map(optimize);
    let Matcher::Text(text) = &tree.value else {
        return Matcher::Tree(Box::new(tree));
    };
    let text = text.clone();
    match (&tree.left, &tree.right) {
        (None, None) => Matcher::Text(text),
        (Some(Matcher::Super), Some(Matcher::Super)) => Matcher::Contains { needle: text, negated: false },
        (Some(Matcher::Super), None) => Matcher::Suffix(text),
        (None, Some(Matcher::Super)) => Matcher::Prefix(text),
        (None, Some(Matcher::Suffix(suffix))) => Matcher::PrefixSuffix { prefix: text, suffix: suffix.clone() },
        (Some(Matcher::Prefix(prefix)), None) => Matcher::PrefixSuffix { prefix: prefix.clone(), suffix: text },
        (Some(Matcher::Any(separators)), None) => Matcher::SuffixAny { suffix: text, separators: separators.clone() },
        (None, Some(Matcher::Any(separators))) => Matcher::PrefixAny { prefix: text, separators: separators.clone() },
        _ => Matcher::Tree(Box::new(tree)),
    }
}

/// Glues runs of matchers together, the longest run first, until nothing can be glued.
pub(super) fn merge(mut matchers: Vec<Matcher>) -> Vec<Matcher> {
    while let Some(run) = longest_run(&matchers) {
        let Some(glued) = matchers.get(run.clone()).and_then(glue) else { break };
        drop(matchers.splice(run, [glued]));
    }
    matchers
}

/// Neighbours that can be glued. Of equally long runs the first counts, unless a later one matches a longer text of
/// fixed length.
fn longest_run(matchers: &[Matcher]) -> Option<Range<usize>> {
    let mut best: Option<(Range<usize>, Option<usize>)> = None;
    for start in 0..matchers.len() {
        for end in (start + 2..=matchers.len()).rev() {
            let Some(length) = matchers.get(start..end).and_then(glued_length) else { continue };
            let replaces = best.as_ref().is_none_or(|(run, known)| {
                let is_longer_text = known.is_some_and(|known| length.is_some_and(|length| length > known));
                is_longer_text || run.len() < end - start
            });
            if replaces {
                best = Some((start..end, length));
            }
        }
    }
    best.map(|(run, _)| run)
}

/// The length of what [`glue`] would make, if it would make something.
fn glued_length(matchers: &[Matcher]) -> Option<Option<usize>> {
    if matchers.len() < 2 {
        return None;
    }
    if glue_wildcards(matchers).is_some() {
        return Some(None);
    }
    matchers.iter().map(Matcher::length).sum::<Option<usize>>().map(Some)
}

/// Makes one matcher of neighbours, if they are of a kind.
pub(super) fn glue(matchers: &[Matcher]) -> Option<Matcher> {
    if matchers.len() < 2 {
        return None;
    }
    glue_wildcards(matchers).or_else(|| glue_row(matchers))
}

/// Matchers of fixed length can be tried one after the other.
fn glue_row(matchers: &[Matcher]) -> Option<Matcher> {
    let lengths = matchers.iter().map(Matcher::length).collect::<Option<Vec<usize>>>()?;
    Some(Matcher::Row { length: lengths.iter().sum(), matchers: lengths.into_iter().zip(matchers.to_vec()).collect() })
}

/// Wildcards that exclude the same characters come down to a number of characters and the absence of those. For
/// `[!ab][!ab]` the Go package looks for the *text* `ab`, and so do we.
fn glue_wildcards(matchers: &[Matcher]) -> Option<Matcher> {
    let (mut has_any, mut has_super, mut singles) = (false, false, 0);
    let mut shared: Option<&[char]> = None;
    for matcher in matchers {
        let excluded: &[char] = match matcher {
            Matcher::Super => {
                has_super = true;
                &[]
            }
            Matcher::Any(separators) => {
                has_any = true;
                separators
            }
            Matcher::Single(excluded) | Matcher::List { characters: excluded, negated: true } => {
                singles += 1;
                excluded
            }
            _ => return None,
        };
        if *shared.get_or_insert(excluded) != excluded {
            return None;
        }
    }
    let excluded = shared.unwrap_or_default();
    let is_open = has_any || has_super;
    Some(match (has_any, has_super, singles) {
        (false, true, 0) => Matcher::Super,
        (true, false, 0) => Matcher::Any(excluded.to_vec()),
        (_, _, 1..) if is_open && excluded.is_empty() => Matcher::Min(singles),
        _ => Matcher::EveryOf(conditions(singles, is_open, excluded)),
    })
}

fn conditions(singles: usize, is_open: bool, excluded: &[char]) -> Vec<Matcher> {
    let mut conditions = Vec::new();
    if singles > 0 {
        conditions.push(Matcher::Min(singles));
        if !is_open {
            conditions.push(Matcher::Max(singles));
        }
    }
    if !excluded.is_empty() {
        conditions.push(Matcher::Contains { needle: excluded.iter().collect(), negated: true });
    }
    conditions
}
