//! The words and signs of an expression, as cel-go's lexer cuts them.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An operator, a bracket, or one of `in`, `true`, `false`, `null`.
    Sign(&'static str),
    /// A name.
    Name,
    /// A name between backticks.
    Escaped,
    /// `1` or `0x1`
    Int,
    /// `1u` or `0x1u`
    Uint,
    /// `1.0`
    Double,
    /// A string literal.
    Text,
    /// A bytes literal.
    Bytes,
    /// After the last one.
    End,
}

/// A token and where it is, in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Signs, longer ones first.
const SIGNS: &[&str] = &[
    "==", "!=", "<=", ">=", "&&", "||", "<", ">", "[", "]", "{", "}", "(", ")", ".", ",", "-", "!", "?", ":", "+", "*",
    "/", "%",
];

/// Words that are never names.
const WORDS: &[&str] = &["in", "true", "false", "null"];

/// The tokens of the text, an [`Kind::End`] last, and whether there was nothing else in it.
pub(super) fn tokens(text: &[char]) -> (Vec<Token>, bool) {
    let (mut found, mut clean) = (Vec::new(), true);
    let mut at = skip_blanks(text, 0);
    while at < text.len() {
        let end = match token(text, at) {
            Some((kind, end)) => {
                found.push(Token { kind, start: at, end });
                end
            }
            None => {
                clean = false;
                at + 1
            }
        };
        at = skip_blanks(text, end);
    }
    found.push(Token { kind: Kind::End, start: text.len(), end: text.len() });
    (found, clean)
}

/// Goes over blanks and comments.
fn skip_blanks(text: &[char], mut at: usize) -> usize {
    loop {
        match text.get(at) {
            Some('\t' | ' ' | '\r' | '\n' | '\u{c}') => at += 1,
            Some('/') if text.get(at + 1) == Some(&'/') => {
                at = text[at..].iter().position(|character| *character == '\n').map_or(text.len(), |line| at + line);
            }
            _ => return at,
        }
    }
}

/// The token that begins here, and where it ends.
fn token(text: &[char], at: usize) -> Option<(Kind, usize)> {
    literal(text, at)
        .or_else(|| number(text, at))
        .or_else(|| word(text, at))
        .or_else(|| sign(text, at))
        .or_else(|| escaped(text, at))
}

/// A string or bytes, its prefix included.
fn literal(text: &[char], start: usize) -> Option<(Kind, usize)> {
    let mut at = start;
    let mut kind = Kind::Text;
    if matches!(text.get(at), Some('b' | 'B')) {
        kind = Kind::Bytes;
        at += 1;
    }
    let raw = matches!(text.get(at), Some('r' | 'R'));
    if raw {
        at += 1;
    }
    let quote = *text.get(at).filter(|character| matches!(character, '"' | '\''))?;
    let long = text.get(at + 1) == Some(&quote) && text.get(at + 2) == Some(&quote);
    let closed = if long { close(text, at + 3, quote, raw, true) } else { None };
    closed.or_else(|| close(text, at + 1, quote, raw, false)).map(|end| (kind, end))
}

/// Where a string that began before `at` ends, after its quotes.
fn close(text: &[char], mut at: usize, quote: char, raw: bool, long: bool) -> Option<usize> {
    loop {
        match *text.get(at)? {
            character if character == quote && !long => return Some(at + 1),
            character if character == quote && text.get(at + 1) == Some(&quote) && text.get(at + 2) == Some(&quote) => {
                return Some(at + 3);
            }
            '\n' | '\r' if !long => return None,
            '\\' if !raw => at += escape(text, at)?,
            _ => at += 1,
        }
    }
}

/// How many characters the escape sequence that begins here has.
fn escape(text: &[char], at: usize) -> Option<usize> {
    let digits = |count: usize, radix: u32| {
        let all = text.get(at + 2..at + 2 + count)?.iter().all(|character| character.is_digit(radix));
        all.then_some(count + 2)
    };
    match text.get(at + 1)? {
        'a' | 'b' | 'f' | 'n' | 'r' | 't' | 'v' | '"' | '\'' | '\\' | '?' | '`' => Some(2),
        'x' | 'X' => digits(2, 16),
        'u' => digits(4, 16),
        'U' => digits(8, 16),
        '0'..='3' => digits(2, 8),
        _ => None,
    }
}

fn number(text: &[char], start: usize) -> Option<(Kind, usize)> {
    let whole = digits(text, start, 10);
    let mut at = fraction(text, whole);
    if at == start {
        return None;
    }
    at = exponent(text, at);
    if at > whole {
        return Some((Kind::Double, at));
    }
    if text[start] == '0' && whole == start + 1 && text.get(whole) == Some(&'x') {
        let hexadecimal = digits(text, whole + 1, 16);
        if hexadecimal > whole + 1 {
            return Some(unsigned(text, hexadecimal));
        }
    }
    Some(unsigned(text, whole))
}

/// An integer that ends here, or after its `u`.
fn unsigned(text: &[char], end: usize) -> (Kind, usize) {
    match text.get(end) {
        Some('u' | 'U') => (Kind::Uint, end + 1),
        _ => (Kind::Int, end),
    }
}

fn fraction(text: &[char], at: usize) -> usize {
    let end = digits(text, at + 1, 10);
    if text.get(at) == Some(&'.') && end > at + 1 { end } else { at }
}

fn exponent(text: &[char], at: usize) -> usize {
    if !matches!(text.get(at), Some('e' | 'E')) {
        return at;
    }
    let start = if matches!(text.get(at + 1), Some('+' | '-')) { at + 2 } else { at + 1 };
    let end = digits(text, start, 10);
    if end > start { end } else { at }
}

/// Where the digits that begin here end.
fn digits(text: &[char], at: usize, radix: u32) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|character| character.is_digit(radix)).count()
}

fn word(text: &[char], start: usize) -> Option<(Kind, usize)> {
    text.get(start).filter(|character| character.is_ascii_alphabetic() || **character == '_')?;
    let inside = |character: &&char| character.is_ascii_alphanumeric() || **character == '_';
    let end = start + text[start..].iter().take_while(inside).count();
    let kind = WORDS.iter().find(|word| word.chars().eq(text[start..end].iter().copied()));
    Some((kind.map_or(Kind::Name, |word| Kind::Sign(word)), end))
}

fn sign(text: &[char], start: usize) -> Option<(Kind, usize)> {
    let begins =
        |sign: &&&str| sign.chars().enumerate().all(|(index, character)| text.get(start + index) == Some(&character));
    SIGNS.iter().find(begins).map(|sign| (Kind::Sign(sign), start + sign.len()))
}

fn escaped(text: &[char], start: usize) -> Option<(Kind, usize)> {
    text.get(start).filter(|character| **character == '`')?;
    let inside =
        |character: &&char| character.is_ascii_alphanumeric() || matches!(character, '_' | '.' | '-' | '/' | ' ');
    let end = start + 1 + text[start + 1..].iter().take_while(inside).count();
    (end > start + 1 && text.get(end) == Some(&'`')).then_some((Kind::Escaped, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Option<Vec<String>> {
        let characters: Vec<char> = text.chars().collect();
        let (found, clean) = tokens(&characters);
        clean.then(|| found.iter().map(|token| characters[token.start..token.end].iter().collect()).collect())
    }

    #[test]
    fn text_is_cut_at_the_longest_token() {
        for (text, expected) in [
            ("a.b<=1", vec!["a", ".", "b", "<=", "1", ""]),
            ("1.5e3u", vec!["1.5e3", "u", ""]),
            ("1.e", vec!["1", ".", "e", ""]),
            ("a.5", vec!["a", ".5", ""]),
            ("0x1Fu 0x 5u", vec!["0x1Fu", "0", "x", "5u", ""]),
            ("1e 2e+", vec!["1", "e", "2", "e", "+", ""]),
            ("rb'' br'\\'", vec!["rb", "''", "br'\\'", ""]),
            ("'''a''b\n''' // c\nd", vec!["'''a''b\n'''", "d", ""]),
            ("'\\x41\\101\\u00e9'", vec!["'\\x41\\101\\u00e9'", ""]),
            ("inn in `a/b c`", vec!["inn", "in", "`a/b c`", ""]),
        ] {
            assert_eq!(cut(text), Some(expected.into_iter().map(String::from).collect()), "{text}");
        }
    }

    #[test]
    fn what_is_no_token_is_refused() {
        for text in ["é", "'a", "'\\z'", "a & b", "1 = 2", "`a", "``", "'a\n'", "'\\477'", "@x", "#"] {
            assert_eq!(cut(text), None, "{text}");
        }
    }
}
