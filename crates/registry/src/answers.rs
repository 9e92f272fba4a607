//! What registries say about errors: OCI error bodies, token servers' and proxies' texts, `Warning` headers.

use oci::StoreError;
use reqwest::header::{HeaderMap, WARNING};
use serde_json::Value;

use crate::wire::Answer;

/// Characters of a registry's text that a message repeats.
const LONGEST: usize = 400;

/// An error answer in the registry's words, safe for printing.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Said {
    /// OCI error codes, as sent.
    pub codes: Vec<String>,
    /// Codes and messages in one line; empty when there was nothing to read.
    pub text: String,
}

impl Said {
    /// Whether one of the OCI error codes was given.
    pub(crate) fn has(&self, codes: &[&str]) -> bool {
        self.codes.iter().any(|code| codes.contains(&code.as_str()))
    }

    /// Whether the text holds these lower-case words.
    pub(crate) fn mentions(&self, words: &str) -> bool {
        self.text.to_ascii_lowercase().contains(words)
    }
}

/// Reads the body of an error (distribution-spec, "Error Codes"); bodies may be anything, HTML of a proxy included.
pub(crate) fn said(answer: &Answer) -> Said {
    read(&answer.body)
}

fn read(body: &[u8]) -> Said {
    if let Ok(document) = serde_json::from_slice::<Value>(body) {
        return from_json(&document);
    }
    let text = String::from_utf8_lossy(body);
    let start = text.trim_start().get(..5).unwrap_or_default().to_ascii_lowercase();
    if start == "<!doc" || start == "<html" {
        return Said { codes: Vec::new(), text: "an HTML page, which is no registry's answer".to_owned() };
    }
    Said { codes: Vec::new(), text: clean(&text, LONGEST) }
}

fn from_json(document: &Value) -> Said {
    let mut said = Said::default();
    let mut parts = Vec::new();
    for error in document.get("errors").and_then(Value::as_array).into_iter().flatten().take(5) {
        let code = clean(error.get("code").and_then(Value::as_str).unwrap_or_default(), 64);
        let message = error.get("message").and_then(Value::as_str).or(error.as_str()).unwrap_or_default();
        let detail = match error.get("detail") {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        let words = [code.as_str(), message, detail.as_str()];
        parts.push(words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(": "));
        said.codes.push(code);
    }
    if parts.is_empty() {
        // Token servers: OAuth2's fields, Docker Hub's `details`, and what others invented.
        let fields = ["error", "error_description", "details", "detail", "message"];
        parts.extend(fields.iter().filter_map(|field| document.get(field)?.as_str()).map(str::to_owned));
    }
    said.text = clean(&parts.join("; "), LONGEST);
    said
}

/// One line of printable text: control characters (terminal escapes) and invisible direction marks become spaces,
/// and what is longer than `longest` characters is cut.
pub(crate) fn clean(text: &str, longest: usize) -> String {
    let readable = |c: char| if is_unprintable(c) { ' ' } else { c };
    let spaced: String = text.chars().take(longest.saturating_mul(4)).map(readable).collect();
    let joined = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    if joined.chars().count() <= longest {
        return joined;
    }
    joined.chars().take(longest).chain(['…']).collect()
}

fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The error that an answer is which nobody has a better name for. `what` was asked for in the store at `store`.
pub(crate) fn refusal(answer: &Answer, what: &str, store: &str) -> StoreError {
    let location = answer.location.clone();
    let status = answer.status.as_u16();
    let mut detail = said(answer).text;
    if status == 404 {
        return StoreError::NotFound { location: store.to_owned(), what: what.to_owned() };
    }
    if answer.moved {
        detail = format!("the target of its redirect said so, which gets no credentials: {detail}");
    } else if answer.status.is_redirection() {
        detail = "it redirects, which is followed for reading only".to_owned();
    } else if detail.is_empty() {
        detail = format!("no explanation, asked for {what}");
    }
    StoreError::Refused { location, status, detail }
}

/// The texts of `Warning: 299 - "text"` headers (distribution-spec, "Warnings").
pub(crate) fn warnings(headers: &HeaderMap) -> Vec<String> {
    let texts = headers.get_all(WARNING).iter().filter_map(|value| value.to_str().ok());
    texts.filter_map(warning).take(10).collect()
}

fn warning(value: &str) -> Option<String> {
    let (_agent, quoted) = value.trim().strip_prefix("299 ")?.trim_start().split_once(' ')?;
    let mut characters = quoted.trim_start().strip_prefix('"')?.chars();
    let mut text = String::new();
    loop {
        match characters.next()? {
            '"' => break,
            '\\' => text.push(characters.next()?),
            character => text.push(character),
        }
    }
    Some(clean(&text, LONGEST)).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn oci_errors() {
        let said = read(
            br#"{"errors":[{"code":"MANIFEST_BLOB_UNKNOWN","message":"blob unknown","detail":{"digest":"sha256:1"}}]}"#,
        );
        assert!(said.has(&["MANIFEST_BLOB_UNKNOWN"]));
        assert_eq!(said.text, r#"MANIFEST_BLOB_UNKNOWN: blob unknown: {"digest":"sha256:1"}"#);
        assert_eq!(read(br#"{"errors":[{"code":"DENIED","message":"no","detail":null}]}"#).text, "DENIED: no");
    }

    #[test]
    fn token_servers_texts() {
        assert_eq!(read(br#"{"details":"incorrect username or password"}"#).text, "incorrect username or password");
        assert_eq!(read(br#"{"error":"invalid_grant","error_description":"bad"}"#).text, "invalid_grant; bad");
    }

    #[test]
    fn escapes_and_pages_are_cleaned_and_cut() {
        assert_eq!(read(b"\x1b[31mred\x07\r\nalert").text, "[31mred alert");
        assert!(read(b"<html><body>Bad gateway").text.starts_with("an HTML page"));
        assert_eq!(clean(&"x".repeat(2000), 10), format!("{}…", "x".repeat(10)));
        assert_eq!(clean("a\u{202e}b", 10), "a b");
        assert_eq!(read("é".as_bytes()).text, "é");
    }

    #[test]
    fn warnings_are_unquoted() {
        assert_eq!(warning(r#"299 - "this tag is \"old\"""#).as_deref(), Some("this tag is \"old\""));
        assert_eq!(warning(r#"299 registry "x" "Sat, 01 Jan 2028 00:00:00 GMT""#).as_deref(), Some("x"));
        assert_eq!(warning(r#"199 - "x""#), None);
    }
}
