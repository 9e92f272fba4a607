//! Which texts are e-mail addresses (govalidator: `IsEmail`, one regular expression).

/// Whether a text has the form `local@domain`.
pub(crate) fn is_email(text: &str) -> bool {
    // A domain has no `@`; between quotes there may be some.
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    is_domain(domain) && (is_dotted(local) || is_quoted(local))
}

/// The characters beyond ASCII that are taken everywhere.
fn is_other(character: char) -> bool {
    matches!(character, '\u{a0}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{ffef}')
}

fn is_letter(character: char) -> bool {
    character.is_ascii_alphabetic() || is_other(character)
}

fn is_letter_or_digit(character: char) -> bool {
    character.is_ascii_alphanumeric() || is_other(character)
}

/// Words of letters, digits and most signs, between dots.
fn is_dotted(local: &str) -> bool {
    let is_atom = |character| is_letter_or_digit(character) || "!#$%&'*+-/=?^_`{|}~".contains(character);
    local.split('.').all(|word| !word.is_empty() && word.chars().all(is_atom))
}

/// Labels between dots, the last one without digits at its ends; one dot may follow.
fn is_domain(domain: &str) -> bool {
    let domain = domain.strip_suffix('.').unwrap_or(domain);
    let Some((labels, last)) = domain.rsplit_once('.') else {
        return false;
    };
    // A label may hold dots, so that only the ends of all labels together count.
    let is_inner = |character| is_letter_or_digit(character) || matches!(character, '-' | '.' | '_' | '~');
    has_ends(labels, is_letter_or_digit)
        && labels.chars().all(is_inner)
        && has_ends(last, is_letter)
        && last.chars().all(|character| is_inner(character) && character != '.')
}

/// Whether the first and the last character are such.
fn has_ends(text: &str, wanted: fn(char) -> bool) -> bool {
    text.starts_with(wanted) && text.ends_with(wanted)
}

/// What the expression makes of quoted texts: pairs of a double quote and one character, and a last double quote; white
/// space may stand before the characters and before the last quote. (It was meant to take any text between quotes.)
fn is_quoted(local: &str) -> bool {
    let text: Vec<char> = local.chars().collect();
    // Where a pair or the end may begin; a parenthesis is read in two ways.
    let mut reached = vec![false; text.len() + 3];
    mark(&mut reached, 0);
    for index in 0..text.len() {
        if reached.get(index) != Some(&true) {
            continue;
        }
        let last = after_white_space(&text, index);
        if last + 1 == text.len() && text.get(last) == Some(&'"') {
            return true;
        }
        if text.get(index) == Some(&'"') {
            let next = after_white_space(&text, index + 1);
            let (first, second) = (text.get(next), text.get(next + 1));
            if first.is_some_and(|first| is_quotable(*first)) {
                mark(&mut reached, next + 1);
            }
            // The expression has a parenthesis where a backslash was meant.
            if first == Some(&'(') && second.is_some_and(|second| is_escapable(*second)) {
                mark(&mut reached, next + 2);
            }
        }
    }
    false
}

fn mark(marks: &mut [bool], index: usize) {
    if let Some(mark) = marks.get_mut(index) {
        *mark = true;
    }
}

/// Where white space ends, if there is some: spaces and tabs, perhaps after others and a line break.
fn after_white_space(text: &[char], start: usize) -> usize {
    let first = after_blanks(text, start);
    if text.get(first) != Some(&'\r') || text.get(first + 1) != Some(&'\n') {
        return first;
    }
    let second = after_blanks(text, first + 2);
    if second > first + 2 { second } else { first }
}

fn after_blanks(text: &[char], start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    start + rest.iter().take_while(|character| matches!(character, ' ' | '\t')).count()
}

fn is_quotable(character: char) -> bool {
    let ascii = matches!(
        character,
        '\u{1}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '!' | '#'..='[' | ']'..='\u{7f}'
    );
    ascii || is_other(character)
}

fn is_escapable(character: char) -> bool {
    matches!(character, '\u{1}'..='\u{9}' | '\u{b}'..='\u{7f}')
}
