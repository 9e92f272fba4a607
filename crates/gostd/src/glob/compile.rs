//! Second rewriting: from the tree of parts to matchers.

use super::error::Error;
use super::factor::factor;
use super::matcher::Matcher;
use super::optimize::{glue, merge, optimize};
use super::pattern::Node;
use super::tree::Tree;

/// Turns a part into its matcher. The depth of recursion is bounded by the nesting of braces.
pub(super) fn compile(node: &Node, separators: &[char]) -> Result<Matcher, Error> {
    let matcher = match node {
        Node::AnyOf(alternatives) => {
            return match factor(alternatives) {
                Some(factored) => compile(&factored, separators),
                None => Ok(Matcher::AnyOf(compile_all(alternatives, separators)?)),
            };
        }
        Node::Sequence(parts) if parts.is_empty() => return Ok(Matcher::Nothing),
        Node::Sequence(parts) => assemble(&merge(compile_all(parts, separators)?)),
        Node::Nothing => Matcher::Nothing,
        Node::Text(text) => Matcher::Text(text.clone()),
        Node::Any => Matcher::Any(separators.to_vec()),
        Node::Super => Matcher::Super,
        Node::Single => Matcher::Single(separators.to_vec()),
        Node::List { characters, negated } => Matcher::List { characters: characters.clone(), negated: *negated },
        Node::Range { low, high, negated } => Matcher::Range { low: *low, high: *high, negated: *negated },
    };
    Ok(optimize(matcher))
}

fn compile_all(nodes: &[Node], separators: &[char]) -> Result<Vec<Matcher>, Error> {
    nodes.iter().map(|node| compile(node, separators).map(optimize)).collect()
}

/// Makes one matcher of several in a row: the longest of fixed length (of equals the last) becomes the middle of a
/// tree, what stands before and after it the branches. Without one, the first is the middle.
fn assemble(matchers: &[Matcher]) -> Matcher {
    if let [only] = matchers {
        return only.clone();
    }
    if let Some(glued) = glue(matchers) {
        return glued;
    }
    let longest = matchers
        .iter()
        .enumerate()
        .filter_map(|(index, matcher)| Some((index, matcher.length()?)))
        .max_by_key(|(_, length)| *length);
    let middle = longest.map_or(0, |(index, _)| index);
    let Some((before, [value, after @ ..])) = matchers.split_at_checked(middle) else {
        return Matcher::Nothing;
    };
    Matcher::Tree(Box::new(Tree::new(value.clone(), branch(before), branch(after))))
}

fn branch(matchers: &[Matcher]) -> Option<Matcher> {
    if matchers.is_empty() { None } else { Some(assemble(matchers)) }
}
