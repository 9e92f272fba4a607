//! Answers recorded from `net/url` of Go 1.27.

use super::Url;
use crate::strconv::quote_bytes;

/// All parts and the joined URL, or the error.
fn answer(text: &[u8]) -> String {
    let url = match Url::parse(text) {
        Ok(url) => url,
        Err(error) => return format!("!{}", quote_bytes(error.to_string().as_bytes())),
    };
    let user = url.user.as_ref().map_or("-".to_owned(), |user| quote_bytes(&user.to_bytes()));
    let whole = url.to_bytes();
    let before = [url.scheme.as_slice(), &url.opaque].map(quote_bytes).join(" ");
    let after = [&url.host, url.hostname(), &url.path, &url.query, &url.fragment, &whole].map(quote_bytes).join(" ");
    format!("{before} {user} {after}")
}

#[test]
fn parsed_and_joined_as_go_does() {
    for line in include_str!("../../testdata/urls.tsv").lines() {
        let (quoted, expected) = line.split_once('\t').unwrap();
        let text = crate::strconv::unquote(quoted.as_bytes()).unwrap();
        assert_eq!(answer(&text), expected, "{quoted}");
    }
}
