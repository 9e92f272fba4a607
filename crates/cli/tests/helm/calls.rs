//! Which functions the templates of charts call.

use std::collections::BTreeSet;

use super::{fixtures, replay};

/// Words that look like calls.
const KEYWORDS: [&str; 14] = [
    "if", "else", "end", "range", "with", "define", "template", "block", "break", "continue", "nil", "true", "false",
    "return",
];

/// The names of functions in the actions of all templates of these themes.
pub fn called(themes: &[&str]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for theme in themes {
        for (path, text) in replay::files(&fixtures().join(theme)) {
            if path.contains("/templates/") {
                let text = String::from_utf8(text).expect("a text");
                actions(&text).for_each(|action| names.extend(identifiers(action)));
            }
        }
    }
    names.retain(|name| !KEYWORDS.contains(&name.as_str()));
    names
}

fn actions(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.split("{{").skip(1);
    starts.map(|rest| rest.split("}}").next().unwrap_or_default()).filter(|action| !action.contains("/*"))
}

/// Names that stand for themselves: no fields, no variables, nothing within quotes.
fn identifiers(action: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut before = ' ';
    let mut rest = action.chars().peekable();
    while let Some(character) = rest.next() {
        if matches!(character, '"' | '`' | '\'') {
            skip_quoted(&mut rest, character);
        } else if character.is_ascii_alphabetic() || character == '_' {
            let mut name = String::from(character);
            while let Some(next) = rest.next_if(|next| next.is_ascii_alphanumeric() || *next == '_') {
                name.push(next);
            }
            if !matches!(before, '.' | '$') && !before.is_ascii_digit() {
                found.push(name);
            }
        }
        before = character;
    }
    found
}

fn skip_quoted(rest: &mut impl Iterator<Item = char>, quote: char) {
    while let Some(character) = rest.next() {
        match character {
            '\\' if quote != '`' => {
                rest.next();
            }
            _ if character == quote => return,
            _ => {}
        }
    }
}

#[test]
fn calls_are_told_from_fields_variables_and_texts() {
    let names: Vec<String> =
        actions(r#"x {{- $a := add .Values.b 0x1F "upper }} lower" | int64 -}} y {{/* title */}}{{ if not $x }}"#)
            .flat_map(identifiers)
            .collect();
    assert_eq!(names, ["add", "if", "not"]);
}
