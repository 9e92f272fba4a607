//! What has to come after a complete part of an expression: what closes the innermost bracket.

use super::tokens::{Kind, Token};

/// What is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Parenthesis,
    Index,
    List,
    /// A map or struct before a colon.
    Keys,
    /// A map or struct after a colon.
    Values,
    Conditional,
}

/// What cel-go says it expects at this place, after the tokens before it.
pub(super) fn expected(tokens: &[Token], offset: usize) -> &'static str {
    let mut open = Vec::new();
    let mut before = Kind::End;
    for token in tokens.iter().take_while(|token| token.start < offset) {
        if let Kind::Sign(sign) = token.kind {
            turn(&mut open, sign, before);
        }
        before = token.kind;
    }
    match open.last() {
        None => "<EOF>",
        Some(Open::Parenthesis) => "')'",
        Some(Open::Index) => "']'",
        Some(Open::List) => "{']', ','}",
        Some(Open::Values) => "{'}', ','}",
        Some(Open::Keys | Open::Conditional) => "':'",
    }
}

fn turn(open: &mut Vec<Open>, sign: &str, before: Kind) {
    match sign {
        "(" => open.push(Open::Parenthesis),
        "[" if ends_a_part(before) => open.push(Open::Index),
        "[" => open.push(Open::List),
        "{" => open.push(Open::Keys),
        "?" if ends_a_part(before) => open.push(Open::Conditional),
        ":" if open.last() == Some(&Open::Conditional) => {
            open.pop();
        }
        ":" if open.last() == Some(&Open::Keys) => {
            open.pop();
            open.push(Open::Values);
        }
        "," if open.last() == Some(&Open::Values) => {
            open.pop();
            open.push(Open::Keys);
        }
        ")" => close(open, &[Open::Parenthesis]),
        "]" => close(open, &[Open::Index, Open::List]),
        "}" => close(open, &[Open::Keys, Open::Values]),
        _ => {}
    }
}

/// Whether a part of an expression may end with this token.
fn ends_a_part(token: Kind) -> bool {
    match token {
        Kind::Sign(sign) => matches!(sign, ")" | "]" | "}" | "true" | "false" | "null"),
        Kind::End => false,
        _ => true,
    }
}

/// Closes the innermost of these, and what is open inside it.
fn close(open: &mut Vec<Open>, closed: &[Open]) {
    if let Some(at) = open.iter().rposition(|one| closed.contains(one)) {
        open.truncate(at);
    }
}
