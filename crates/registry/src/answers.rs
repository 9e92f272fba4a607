//! What registries say about errors: OCI error bodies, token servers' and proxies' texts, `Warning` headers.

use oci::StoreError;
use reqwest::header::WARNING;
use serde_json::Value;
use web::{printable, shortened};

use crate::wire::Answer;

/// Characters of a registry's text that a message repeats.
const LONGEST: usize = 400;

/// For answers without a text.
const UNEXPLAINED: &str = "it gave no explanation";

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
/// Secrets of ours that it quotes are replaced.
pub(crate) fn said(answer: &Answer) -> Said {
    let Said { codes, text } = read(&answer.body);
    Said { codes, text: repeatable(answer, &text) }
}

/// A printable text of an answer without our secrets, cut to the length of a message.
fn repeatable(answer: &Answer, text: &str) -> String {
    shortened(&answer.secrets.scrubbed(text), LONGEST)
}

fn read(body: &[u8]) -> Said {
    if let Ok(document) = serde_json::from_slice::<Value>(body) {
        return from_json(&document);
    }
    let text = String::from_utf8_lossy(body);
    let start = text.trim_start().get(..5).unwrap_or_default().to_ascii_lowercase();
    if start == "<!doc" || start == "<html" {
        if text.contains("plain HTTP request was sent to HTTPS port") {
            return Said { codes: Vec::new(), text: "the plain HTTP request was sent to HTTPS port".to_owned() };
        }
        return Said { codes: Vec::new(), text: "an HTML page, which is no registry's answer".to_owned() };
    }
    Said { codes: Vec::new(), text: printable(&text) }
}

fn from_json(document: &Value) -> Said {
    let mut said = Said::default();
    let mut parts = Vec::new();
    for error in document.get("errors").and_then(Value::as_array).into_iter().flatten().take(5) {
        let code = printable(error.get("code").and_then(Value::as_str).unwrap_or_default());
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
    said.text = printable(&parts.join("; "));
    said
}

/// One line of printable text, cut after `longest` characters.
pub(crate) fn clean(text: &str, longest: usize) -> String {
    shortened(&printable(text), longest)
}

/// Our own words and, if there are any, the registry's behind them.
pub(crate) fn joined(own: &str, said: &str) -> String {
    if said.is_empty() { own.to_owned() } else { format!("{own}: {said}") }
}

/// The error that a refused reading is which nobody has a better name for. `what` was asked for in the store at
/// `store`.
///
/// Only the registry's own 404 means that something is absent: what another host does not find says nothing about it.
pub(crate) fn refusal(answer: &Answer, what: &str, store: &str) -> StoreError {
    if answer.status.as_u16() == 404 && !answer.moved {
        return StoreError::NotFound { location: store.to_owned(), what: what.to_owned() };
    }
    refused(answer)
}

/// The error that a refused writing to the store at `store` is. Where nothing can be written to, 404 says so.
pub(crate) fn refused_write(answer: &Answer, store: &str) -> StoreError {
    if answer.status.as_u16() != 404 {
        return refused(answer);
    }
    let said = said(answer);
    if said.has(&["BLOB_UPLOAD_UNKNOWN"]) {
        return refused(answer);
    }
    let detail = if said.text.is_empty() { UNEXPLAINED.to_owned() } else { said.text };
    StoreError::NoRepository { location: store.to_owned(), detail }
}

/// A refusal with its status, in the registry's words.
pub(crate) fn refused(answer: &Answer) -> StoreError {
    let said = said(answer).text;
    let detail = if answer.moved {
        joined("the target of its redirect said so, which gets no credentials", &said)
    } else if answer.status.is_redirection() {
        "it redirects, which is followed for reading only".to_owned()
    } else if said.is_empty() {
        UNEXPLAINED.to_owned()
    } else {
        said
    };
    StoreError::Refused { location: answer.location.clone(), status: answer.status.as_u16(), detail }
}

/// The texts of `Warning: 299 - "text"` headers (distribution-spec, "Warnings"), as safe for printing as errors are.
pub(crate) fn warnings(answer: &Answer) -> Vec<String> {
    let values = answer.headers.get_all(WARNING).iter().map(|value| String::from_utf8_lossy(value.as_bytes()));
    let texts = values.filter_map(|value| warning(&value));
    texts.map(|text| repeatable(answer, &text)).take(10).collect()
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
    Some(printable(&text)).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use reqwest::StatusCode;
    use reqwest::header::{HeaderMap, HeaderValue};

    use super::*;
    use crate::scrub::Secrets;

    fn answer(status: u16, body: &str) -> Answer {
        Answer {
            status: StatusCode::from_u16(status).unwrap(),
            headers: HeaderMap::new(),
            body: Bytes::copy_from_slice(body.as_bytes()),
            location: "https://r.example/v2/a/manifests/1".to_owned(),
            moved: false,
            secrets: Secrets::default(),
        }
    }

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
    fn r32_escapes_and_pages_are_cleaned_and_cut() {
        assert_eq!(read(b"\x1b[31mred\x07\r\nalert").text, "[31mred alert");
        assert!(read(b"<html><body>Bad gateway").text.starts_with("an HTML page"));
        assert_eq!(clean(&"x".repeat(2000), 10), format!("{}…", "x".repeat(10)));
        assert_eq!(clean("a\u{202e}b\u{9b}c\u{2067}\u{200f}d \u{e0041}e", 10), "abcd e");
        assert_eq!(clean("ééé", 2), "éé…");
        assert_eq!(read("é".as_bytes()).text, "é");
    }

    #[test]
    fn warnings_are_unquoted() {
        assert_eq!(warning(r#"299 - "this tag is \"old\"""#).as_deref(), Some("this tag is \"old\""));
        assert_eq!(warning(r#"299 registry "x" "Sat, 01 Jan 2028 00:00:00 GMT""#).as_deref(), Some("x"));
        assert_eq!(warning(r#"199 - "x""#), None);
    }

    #[test]
    fn answers_do_not_repeat_our_secrets() {
        let mut told =
            answer(403, r#"{"errors":[{"code":"DENIED","message":"no","detail":{"sent":"Bearer t0k\"en"}}]}"#);
        told.secrets.keep_token("t0k\"en");
        told.headers.append(WARNING, HeaderValue::from_static("299 - \"you are t0k\\\"en\""));
        assert_eq!(said(&told).text, r#"DENIED: no: {"sent":"Bearer ****"}"#);
        assert_eq!(warnings(&told), ["you are ****"]);
        // A cut must not leave a part of it.
        let long = answer(400, &format!("{}hunter2hunter2", "x".repeat(LONGEST - 4)));
        long.secrets.keep_token("hunter2hunter2");
        assert!(!said(&long).text.contains("hunt"));
    }

    #[test]
    fn warnings_are_cleaned() {
        let mut told = answer(200, "");
        let value = HeaderValue::from_bytes("299 - \"old\u{9b}31m \u{202e}tag\"".as_bytes()).unwrap();
        told.headers.append(WARNING, value);
        assert_eq!(warnings(&told), ["old31m tag"]);
    }

    #[test]
    fn silence_reads_well() {
        assert_eq!(
            refusal(&answer(418, ""), "manifest 1", "oci://r.example/a").to_string(),
            "https://r.example/v2/a/manifests/1: the registry answered 418: it gave no explanation"
        );
        let mut elsewhere = answer(403, "");
        elsewhere.moved = true;
        assert!(refused(&elsewhere).to_string().ends_with("which gets no credentials"));
    }

    #[test]
    fn a_missing_repository_is_named_in_the_registrys_words() {
        let told = answer(404, r#"{"errors":[{"code":"NAME_UNKNOWN","message":"The repository 'a' does not exist"}]}"#);
        let error = refused_write(&told, "oci://r.example/a");
        assert_eq!(
            error.to_string(),
            "repository not found in oci://r.example/a: NAME_UNKNOWN: The repository 'a' does not exist"
        );
        assert!(error.hint().unwrap().contains("create it first"));
        let session = answer(404, r#"{"errors":[{"code":"BLOB_UPLOAD_UNKNOWN"}]}"#);
        assert!(matches!(refused_write(&session, "oci://r.example/a"), StoreError::Refused { status: 404, .. }));
    }

    #[test]
    fn plain_requests_to_tls_ports_are_recognized() {
        let page = "<html>\r\n<head><title>400 The plain HTTP request was sent to HTTPS port</title></head>";
        assert!(refused(&answer(400, page)).hint().unwrap().contains("--plain-http"));
    }
}
