//! First rewriting: what all alternatives have in common at their ends is taken out of the braces.

use super::pattern::Node;

/// Rewrites `{abx,aby}`-like alternatives, if all begin or all end with equal parts, to those parts around the braces.
pub(super) fn factor(alternatives: &[Node]) -> Option<Node> {
    let rows: Vec<&[Node]> = alternatives.iter().map(parts).collect::<Option<_>>()?;
    let (left, right) = common_ends(&rows);
    if left == 0 && right == 0 {
        return None;
    }
    let shortest = shortest(&rows)?.1;
    let mut row = Vec::new();
    if left > 0 {
        row.push(Node::Sequence(shortest.iter().take(left).cloned().collect()));
    }
    let mut distinct = distinct_middles(&rows, left, right);
    if distinct.len() > 1 {
        row.push(Node::AnyOf(distinct));
    } else if let Some(only) = distinct.pop()
        && only != Node::Nothing
    {
        row.push(only);
    }
    if right > 0 {
        row.push(Node::Sequence(shortest.iter().skip(shortest.len() - right).cloned().collect()));
    }
    Some(Node::Sequence(row))
}

fn parts(node: &Node) -> Option<&[Node]> {
    match node {
        Node::Sequence(parts) => Some(parts),
        _ => None,
    }
}

/// The first of the shortest rows, and where it stands.
fn shortest<'n>(rows: &[&'n [Node]]) -> Option<(usize, &'n [Node])> {
    rows.iter().copied().enumerate().min_by_key(|(_, row)| row.len())
}

/// How many parts all rows share at the left and at the right, walking inwards from both sides at once.
fn common_ends(rows: &[&[Node]]) -> (usize, usize) {
    let Some((model_index, model)) = shortest(rows) else { return (0, 0) };
    let (mut left, mut right) = (0, 0);
    if rows.len() < 2 {
        return (left, right);
    }
    let (mut left_open, mut right_open) = (true, true);
    for front in 0..model.len() {
        if left + right >= model.len() || !(left_open || right_open) {
            break;
        }
        let back = model.len() - 1 - front;
        for (_, row) in rows.iter().enumerate().filter(|(index, _)| *index != model_index) {
            if !(left_open || right_open) {
                break;
            }
            left_open = left_open && model.get(front) == row.get(front);
            // The middle part belongs to the left if it fits there.
            let is_taken = left_open && back <= front;
            right_open = right_open && !is_taken && model.get(back) == row.get(back + row.len() - model.len());
        }
        left += usize::from(left_open);
        right += usize::from(right_open);
    }
    (left, right)
}

/// What is left of each row without its common ends, each kind once.
fn distinct_middles(rows: &[&[Node]], left: usize, right: usize) -> Vec<Node> {
    let mut distinct = Vec::new();
    for row in rows {
        let end = row.len().saturating_sub(right);
        let middle = row.get(left..end).unwrap_or_default();
        let node = if middle.is_empty() { Node::Nothing } else { Node::Sequence(middle.to_vec()) };
        if !distinct.contains(&node) {
            distinct.push(node);
        }
    }
    distinct
}
