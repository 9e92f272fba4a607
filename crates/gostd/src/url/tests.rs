//! Answers recorded from `net/url` of Go 1.27.

use super::Url;
use crate::strconv::quote_bytes;

/// All parts and the URL joined from the decoded ones alone, or the error.
fn answer(text: &[u8]) -> String {
    let url = match Url::parse(text) {
        Ok(url) => url,
        Err(error) => return format!("!{}", quote_bytes(error.to_string().as_bytes())),
    };
    let url = Url { raw_path: Vec::new(), raw_fragment: Vec::new(), force_query: false, omit_host: false, ..url };
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

#[test]
fn urls_of_requests_as_go_takes_them() {
    let parts = |text: &str| {
        let url = Url::parse_request(text.as_bytes()).map_err(|error| error.to_string())?;
        Ok([url.scheme, url.host, url.path, url.fragment].map(|part| String::from_utf8_lossy(&part).into_owned()))
    };
    for (text, [scheme, host, path]) in [
        ("/a#b", ["", "", "/a#b"]),
        ("///a/b", ["", "", "///a/b"]),
        ("http://h/p#f", ["http", "h", "/p#f"]),
        ("mailto:x", ["mailto", "", ""]),
        ("*", ["", "", "*"]),
        ("//h/p", ["", "", "//h/p"]),
    ] {
        assert_eq!(parts(text), Ok([scheme, host, path, ""].map(str::to_owned)), "{text}");
    }
    for (text, error) in [
        ("", r#"parse "": empty url"#),
        ("a", r#"parse "a": invalid URI for request"#),
        ("?a", r#"parse "?a": invalid URI for request"#),
        ("http://h:x/", r#"parse "http://h:x/": invalid port ":x" after host"#),
    ] {
        assert_eq!(parts(text), Err(error.to_owned()));
    }
}

#[test]
fn what_was_written_is_kept() {
    for text in [
        "http:/p",
        "http://h/a%2fb",
        "http://h/a%2Fb%20c",
        "http://h/?",
        "http://h?",
        "http://h/p?q#a%2fb",
        "/a;b",
        "*",
        "http://h/[x]",
        "http://h/!'()*",
        "mailto:a@b",
        "http:///p",
    ] {
        let url = Url::parse(text.as_bytes()).unwrap();
        assert_eq!(String::from_utf8(url.to_bytes()).unwrap(), text);
    }
    let url = Url::parse(b"http://h:80/a%2fb?x=1&y=a+b&x=%41&z;=1&=v&%x=1").unwrap();
    assert_eq!((url.port(), url.escaped_path()), (&b"80"[..], b"/a%2fb".to_vec()));
    let parameters = url.parameters();
    let shown: Vec<String> = parameters
        .iter()
        .map(|(name, values)| {
            let values: Vec<String> = values.iter().map(|value| quote_bytes(value)).collect();
            format!("{}={}", quote_bytes(name), values.join(","))
        })
        .collect();
    assert_eq!(shown, [r#"""="v""#, r#""x"="1","A""#, r#""y"="a b""#]);
}
