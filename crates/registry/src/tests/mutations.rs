//! Headers and credential files that are almost right: nothing panics, takes long or is read into what is not there.
//! The mutations are the same in every run.

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use mutations::for_mutations;
use oci::RepositoryName;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue, LINK, WWW_AUTHENTICATE};

use crate::challenge;
use crate::options::ClientOptions;
use crate::paging::next_page;
use crate::retry::retry_after;
use crate::scrub::Secrets;
use crate::wire::Answer;
use crate::{CredentialFile, Credentials, HelperAnswer, HelperError, HelperRunner, Registry};

/// Bytes that mean something to headers or to JSON.
const MARKS: &[u8] = b" \t\n\"\\,;=<>:/?#@%{}[]-09azGMT\x00\x7f\xff";

/// The header with a beginning and the text, whose bytes are replaced where no header that is read can have them.
fn header(name: HeaderName, beginning: &str, text: &[u8]) -> HeaderMap {
    let printable = |byte: &u8| if (b' '..=b'~').contains(byte) { *byte } else { b'!' + byte % 94 };
    let value: Vec<u8> = beginning.bytes().chain(text.iter().map(printable)).collect();
    HeaderMap::from_iter([(name, HeaderValue::from_bytes(&value).unwrap())])
}

#[test]
fn challenges_stay_apart() {
    let seeds = [
        r#"Bearer realm="https://auth.example/token",service="registry.example",scope="repository:a/b:pull,push""#,
        r#"Negotiate, Basic realm="a, \"b\"" , BEARER realm = x,error=invalid_token"#,
        r#"Negotiate YWJj==, Digest nonce="x", qop=auth"#,
    ];
    for_mutations(10_000, &seeds, MARKS, |text| {
        assert!(challenge::of(&header(WWW_AUTHENTICATE, "", text)).len() <= 16);
        let found = challenge::of(&header(WWW_AUTHENTICATE, "Basic realm=\"first\", ", text));
        assert!(found[0].is("basic"));
        assert_eq!(found[0].get("realm"), Some("first"), "what follows changes nothing");
    });
}

#[test]
fn links_lead_to_the_same_host_only() {
    let registry = Registry::new("registry.example", ClientOptions::default(), Credentials::none()).unwrap();
    let asked = registry.url("org/demo/tags/list", Some("n=2"));
    let next = |beginning: &str, text: &[u8]| {
        let headers = header(LINK, beginning, text);
        let location = asked.to_string();
        let (status, body, secrets) = (StatusCode::OK, bytes::Bytes::new(), Secrets::default());
        next_page(&registry, &asked, &Answer { status, headers, body, location, moved: false, secrets })
    };
    let seeds = [
        r#"</v2/org/demo/tags/list?n=2&last=b>; rel="next""#,
        r#"<x>; rel=prev; title="a,b", <https://registry.example/y>; Rel="prev next""#,
        r#"<https://evil.example/v2/>; rel="next""#,
        r#"<//evil.example:443/\@x>;rel=next"#,
    ];
    for_mutations(10_000, &seeds, MARKS, |text| {
        if let Ok(Some(url)) = next("", text) {
            assert_eq!((url.scheme(), url.host_str(), url.port()), ("https", Some("registry.example"), None));
        }
        let first = next("</first>; rel=\"next\", ", text).unwrap();
        assert_eq!(first.unwrap().path(), "/first", "what follows changes nothing");
    });
}

#[test]
fn pauses_are_read_as_whole_seconds() {
    let now = UNIX_EPOCH + Duration::from_secs(784_111_770);
    let seeds =
        ["Sun, 06 Nov 1994 08:49:37 GMT", "Thu, 29 Feb 2024 23:59:60 GMT", "120", "0", "18446744073709551616", " 7 "];
    for_mutations(10_000, &seeds, MARKS, |text| {
        if let Some(pause) = retry_after(&String::from_utf8_lossy(text), now) {
            assert_eq!(retry_after(&pause.as_secs().to_string(), now), Some(pause));
        }
    });
}

/// Knows nothing.
struct Nobody;

impl HelperRunner for Nobody {
    fn get(&self, _helper: &str, _server: &str) -> Result<Option<HelperAnswer>, HelperError> {
        Ok(None)
    }
}

#[test]
fn broken_credential_files_are_named_and_not_quoted() {
    let seeds = [
        r#"{"auths":{"r.example":{"auth":"bWU6aHVudGVyMg=="},"https://r.example/v1/":{"auth":"bWU6aHVudGVyMgAA"}}}"#,
        r#"{"auths":{"r.example/org":{"username":"me","password":"aHVudGVyMg"},"docker.io":{"identitytoken":"x"}}}"#,
        r#"{"credsStore":"pass","credHelpers":{"r.example":"own","quay.io":""},"auths":null,"HttpHeaders":{"a":[1]}}"#,
    ];
    let repository = RepositoryName::parse("org/demo").unwrap();
    for_mutations(6_000, &seeds, MARKS, |text| {
        let file = CredentialFile { path: "config.json".to_owned(), text: text.to_vec() };
        let credentials = Credentials::from_files(vec![file], Arc::new(Nobody));
        for (host, repository) in [("r.example", Some(&repository)), ("r.example", None), ("docker.io", None)] {
            match credentials.find(host, repository) {
                Ok(found) => assert!(found.is_none() || format!("{found:?}").contains("****")),
                Err(error) => {
                    let message = error.to_string();
                    assert!(message.starts_with("config.json: ") && !message.contains("aHVudGVyMg"), "{message}");
                }
            }
        }
    });
}
