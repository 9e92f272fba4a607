//! Paths of fields in a schema, `.spec.a` and `.spec.map['key']`: those of selectable fields and of rules' `fieldPath`
//! (`ValidFieldPath` of `k8s.io/apiextensions-apiserver`).

use crate::path::{FieldPath, Segment};
use crate::structural::{Structural, StructuralOrBool};

/// Which steps may stand in a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    /// `.name` only.
    Dots,
    /// `['name']` too.
    DotsAndBrackets,
}

/// Where a path leads: the steps, and the schema there; `None` for values of `additionalProperties: true`, of which nothing
/// is known.
pub type Target<'a> = (FieldPath, Option<&'a Structural>);

/// Follows a path through a schema.
///
/// # Errors
/// In the server's words.
pub fn follow<'a>(text: &str, structural: &'a Structural, notation: Notation) -> Result<Target<'a>, String> {
    let mut tokens = Tokens { rest: text };
    let mut walk = Walk { steps: Vec::new(), at: Some(structural) };
    while let Some(token) = tokens.next() {
        match token {
            "." => walk.step(tokens.expected()?.to_owned())?,
            "[" if notation == Notation::Dots => return Err("array notation is not allowed".to_owned()),
            "[" => {
                walk.step(quoted(tokens.expected()?)?)?;
                let end = tokens.expected()?;
                if end != "]" {
                    return Err(format!("expected ] but got {end}"));
                }
            }
            other => return Err(format!("expected [ or . but got: {other}")),
        }
    }
    Ok((FieldPath(walk.steps), walk.at))
}

struct Walk<'a> {
    steps: Vec<Segment>,
    at: Option<&'a Structural>,
}

impl Walk<'_> {
    fn step(&mut self, name: String) -> Result<(), String> {
        let nowhere = || "does not refer to a valid field".to_owned();
        let at = self.at.ok_or_else(nowhere)?;
        if !at.properties.is_empty() {
            self.at = Some(at.properties.get(&name).ok_or_else(nowhere)?);
            self.steps.push(Segment::Child(name));
            return Ok(());
        }
        self.at = match at.additional_properties.as_ref().ok_or_else(nowhere)? {
            StructuralOrBool::Structural(values) => Some(values),
            StructuralOrBool::Bool(_) => None,
        };
        self.steps.push(Segment::Key(name));
        Ok(())
    }
}

/// `.`, `[`, `]`, texts in single quotes, and what stands between those.
struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    fn next(&mut self) -> Option<&'a str> {
        if self.rest.is_empty() {
            return None;
        }
        let end = if self.rest.starts_with('\'') { end_of_quoted(self.rest) } else { end_of_plain(self.rest) };
        let (token, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        Some(token)
    }

    fn expected(&mut self) -> Result<&'a str, String> {
        self.next().ok_or_else(|| "unexpected end of JSON path".to_owned())
    }
}

/// After the closing quote, which has no backslash before it; everything if there is none.
fn end_of_quoted(text: &str) -> usize {
    let bytes = text.as_bytes();
    let closing = bytes.windows(2).position(|pair| matches!(pair, [before, b'\''] if *before != b'\\'));
    closing.map_or(text.len(), |before| before + 2)
}

fn end_of_plain(text: &str) -> usize {
    match text.find(['.', '[', ']']) {
        Some(0) => 1,
        Some(end) => end,
        None => text.len(),
    }
}

/// The text between single quotes, with the escapes of Go and C.
fn quoted(token: &str) -> Result<String, String> {
    let inner = token.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    let inner = inner.ok_or_else(|| format!("expected single quoted string but got {token}"))?;
    let mut text = String::with_capacity(inner.len());
    let mut wrong = None;
    let mut characters = inner.chars().peekable();
    while let Some(character) = characters.next() {
        // A backslash before a line break, or at the end, is no escape.
        let escape = characters.next_if(|next| character == '\\' && *next != '\n');
        match escape {
            None => text.push(character),
            Some(letter) => match unescaped(letter) {
                Some(meant) => text.push(meant),
                None => wrong = Some(letter),
            },
        }
    }
    wrong.map_or(Ok(text), |letter| Err(format!("invalid string literal: invalid escape char \\{letter}")))
}

fn unescaped(letter: char) -> Option<char> {
    Some(match letter {
        'a' => '\x07',
        'b' => '\x08',
        'f' => '\x0c',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\x0b',
        '\'' | '\\' => letter,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Notation, follow};
    use crate::structural::{Structural, StructuralOrBool};

    fn structural() -> Structural {
        let text = Structural { kind: "string".to_owned(), ..Structural::default() };
        let values = Some(StructuralOrBool::Structural(Box::new(text.clone())));
        let map = Structural { additional_properties: values, ..Structural::default() };
        let free = Structural { additional_properties: Some(StructuralOrBool::Bool(true)), ..Structural::default() };
        let properties: BTreeMap<String, Structural> =
            [("a", text.clone()), ("a.b", text), ("map", map), ("free", free)]
                .map(|(name, schema)| (name.to_owned(), schema))
                .into();
        Structural { properties, ..Structural::default() }
    }

    #[test]
    fn paths_lead_to_schemas() {
        let structural = structural();
        for (text, expected) in [
            (".a", Ok("a string")),
            ("['a.b']", Ok("a.b string")),
            (".map['x\\'y']", Ok("map[x'y] string")),
            (".map.x", Ok("map[x] string")),
            (".free.x", Ok("free[x] ?")),
            ("", Ok("<nil> ")),
            ("a", Err("expected [ or . but got: a")),
            (".", Err("unexpected end of JSON path")),
            (".b", Err("does not refer to a valid field")),
            (".a.b", Err("does not refer to a valid field")),
            (".free.x.y", Err("does not refer to a valid field")),
            ("[0]", Err("expected single quoted string but got 0")),
            ("[", Err("unexpected end of JSON path")),
            ("['a'", Err("unexpected end of JSON path")),
            ("['a'x", Err("expected ] but got x")),
            ("['\\q']", Err("invalid string literal: invalid escape char \\q")),
            ("['a", Err("expected single quoted string but got 'a")),
            ("[']", Err("expected single quoted string but got ']")),
        ] {
            let found = follow(text, &structural, Notation::DotsAndBrackets)
                .map(|(path, schema)| format!("{path} {}", schema.map_or("?", |schema| &schema.kind)));
            assert_eq!(found.as_deref().map_err(String::as_str), expected, "{text}");
        }
    }

    #[test]
    fn brackets_may_be_forbidden() {
        let found = follow("['a']", &structural(), Notation::Dots).map(|_| ());
        assert_eq!(found, Err("array notation is not allowed".to_owned()));
    }
}
