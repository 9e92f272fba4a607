//! `WWW-Authenticate` (RFC 9110, section 11.6.1): several headers, several challenges in each.

use reqwest::header::{HeaderMap, WWW_AUTHENTICATE};

/// Challenges and parameters beyond this many are ignored.
const MOST: usize = 16;

/// One way in which the registry wants to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Challenge {
    scheme: String,
    parameters: Vec<(String, String)>,
}

impl Challenge {
    /// Whether the scheme has this lower-case name.
    pub(crate) fn is(&self, scheme: &str) -> bool {
        self.scheme == scheme
    }

    /// A parameter by its lower-case name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// All challenges of an answer, in their order.
pub(crate) fn of(headers: &HeaderMap) -> Vec<Challenge> {
    let texts = headers.get_all(WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok());
    texts.flat_map(parse).take(MOST).collect()
}

/// Reads one header. What doesn't fit the grammar is skipped.
fn parse(header: &str) -> Vec<Challenge> {
    let mut challenges: Vec<Challenge> = Vec::new();
    let mut rest = header.trim_start_matches(is_gap);
    while !rest.is_empty() {
        let (word, after) = split_while(rest, is_token_character);
        if word.is_empty() {
            // Garbage: one character less guarantees that this ends.
            rest = rest.get(rest.chars().next().map_or(1, char::len_utf8)..).unwrap_or_default();
            continue;
        }
        let (_, behind_spaces) = split_while(after, |c| matches!(c, ' ' | '\t'));
        if let Some(text) = behind_spaces.strip_prefix('=') {
            let (value, behind) = parameter_value(text);
            if let Some(current) = challenges.last_mut().filter(|current| current.parameters.len() < MOST) {
                current.parameters.push((word.to_ascii_lowercase(), value));
            }
            rest = behind.trim_start_matches(is_gap);
        } else {
            challenges.push(Challenge { scheme: word.to_ascii_lowercase(), parameters: Vec::new() });
            rest = after.trim_start_matches(is_gap);
        }
    }
    challenges
}

fn parameter_value(text: &str) -> (String, &str) {
    let text = text.trim_start_matches([' ', '\t']);
    let Some(quoted) = text.strip_prefix('"') else {
        let (value, rest) = split_while(text, |c| !is_gap(c));
        return (value.to_owned(), rest);
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (value, quoted.get(at + 1..).unwrap_or_default()),
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            _ => value.push(character),
        }
    }
    (value, "")
}

fn split_while(text: &str, belongs: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|c: char| !belongs(c)).unwrap_or(text.len());
    text.split_at(end)
}

fn is_gap(character: char) -> bool {
    matches!(character, ' ' | '\t' | ',')
}

fn is_token_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bearer_challenge() {
        let found = parse(
            r#"Bearer realm="https://auth.example/token",service="registry.example",scope="repository:a/b:pull,push""#,
        );
        assert_eq!(found.len(), 1);
        assert!(found[0].is("bearer"));
        assert_eq!(found[0].get("realm"), Some("https://auth.example/token"));
        assert_eq!(found[0].get("service"), Some("registry.example"));
        assert_eq!(found[0].get("scope"), Some("repository:a/b:pull,push"));
    }

    #[test]
    fn i28_several_challenges_in_one_header() {
        let found = parse(r#"Negotiate, Basic realm="a, \"b\"" , BEARER realm = x,error=invalid_token"#);
        let schemes: Vec<bool> = ["negotiate", "basic", "bearer"].iter().zip(&found).map(|(s, c)| c.is(s)).collect();
        assert_eq!(schemes, [true, true, true]);
        assert_eq!(found[1].get("realm"), Some("a, \"b\""));
        assert_eq!(found[2].get("realm"), Some("x"));
        assert_eq!(found[2].get("error"), Some("invalid_token"));
    }

    #[test]
    fn garbage_ends() {
        for text in ["", ",,,", "=", "\"", "Basic realm=\"open", "é Bearer", "realm=\"x\"", "Negotiate YWJj=="] {
            let _ = parse(text);
        }
        assert_eq!(parse("Basic realm=\"open")[0].get("realm"), Some("open"));
    }
}
