//! Paths, queries, ranges and user files that are almost right: nothing panics or takes long, and what is understood
//! can be said again. The mutations are the same in every run.

use mutations::for_texts;
use oci::Digest;

use crate::htpasswd::Htpasswd;
use crate::query::{Query, decode, encode};
use crate::range::{Wanted, chunk, wanted};
use crate::route::Route;

/// Bytes that mean something to paths, queries, ranges or user files.
const MARKS: &[u8] = b" \n\r:/%?#&=+-._~$@\\,0129aAfFz\x00\x7f\xc3\xff";

/// The path that names the endpoint.
fn path_of(route: &Route) -> String {
    match route {
        Route::Ping => "/v2/".to_owned(),
        Route::Catalog => "/v2/_catalog".to_owned(),
        Route::Tags { name } => format!("/v2/{name}/tags/list"),
        Route::Manifest { name, reference } => format!("/v2/{name}/manifests/{reference}"),
        Route::Blob { name, digest } => format!("/v2/{name}/blobs/{digest}"),
        Route::Uploads { name } => format!("/v2/{name}/blobs/uploads/"),
        Route::Upload { name, id } => format!("/v2/{name}/blobs/uploads/{id}"),
        Route::Referrers { name, digest } => format!("/v2/{name}/referrers/{digest}"),
    }
}

#[test]
fn paths_lead_to_one_endpoint() {
    let digest = Digest::of(b"").to_string();
    let encoded = format!("/v2/a/blobs/{}", digest.replace(':', "%3A"));
    let (blob, referrers) = (format!("/v2/a/blobs/{digest}"), format!("/v2/a/b/referrers/{digest}"));
    let seeds = [
        "/v2/",
        "/v2/_catalog",
        "/v2/blobs/uploads/tags/list",
        "/v2/a/b/c/manifests/1.0.0_b",
        "/v2/a/blobs/uploads/",
        "/v2/a/blobs/uploads/0f-1",
        "/v2/a%2Fb/tags/list",
        &blob,
        &referrers,
        &encoded,
    ];
    for_texts(10_000, &seeds, MARKS, |path| {
        let Ok(route) = Route::parse(path) else { return };
        assert_eq!(Route::parse(&path_of(&route)).unwrap(), route);
        if let Route::Manifest { reference: word, .. } | Route::Upload { id: word, .. } = &route {
            assert!(!word.contains(['/', '\\', '%', '?', '#']), "{word}");
        }
    });
}

#[test]
fn queries_can_be_encoded_again() {
    let seeds = ["mount=sha256%3Aab&from=a%2Fb", "tag=1&tag=1.2&artifactType=a/b+json&flag", "n=10&last=%C3%BC&&=x"];
    for_texts(10_000, &seeds, MARKS, |text| {
        if let Some(decoded) = decode(text) {
            assert_eq!(decode(&encode(&decoded)), Some(decoded.clone()));
            let query = Query::parse(&format!("a=1&key={}&b", encode(&decoded))).unwrap();
            assert_eq!(query.all("key").collect::<Vec<_>>(), [decoded.as_str()]);
        }
        if let Ok(query) = Query::parse(text) {
            assert_eq!(query.get("tag"), query.all("tag").next());
        }
    });
}

#[test]
fn ranges_stay_inside() {
    let seeds = ["bytes=500-1499", "bytes=-500", "bytes=500-", "0-1023", "7-18446744073709551615", "bytes=0-1,5-6"];
    for_texts(10_000, &seeds, MARKS, |text| {
        for size in [0, 1, 2048, u64::MAX] {
            if let Wanted::Part { first, last } = wanted(Some(text), size) {
                assert!(first <= last && last < size, "{first} to {last} of {size}");
            }
        }
        if let Some((first, last)) = chunk(text) {
            assert!(first <= last && last < u64::MAX);
            assert_eq!(chunk(&format!("{first}-{last}")), Some((first, last)));
        }
    });
}

#[test]
fn users_have_hashes_that_can_be_checked() {
    let tail = "abcdefghijklmnopqrstuuabcdefghijklmnopqrstuvwxyzabcde";
    let two = format!("# staff\n\nann:$2y$10${tail}\r\nbob:$2b$05${tail}\n");
    let one = format!("eve : $2a$16${tail} ");
    for_texts(10_000, &[&two, &one, "ann:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=\n"], MARKS, |text| {
        match Htpasswd::parse(text) {
            Ok(users) => {
                let (hash, known) = users.hash_for("nobody of that name").unwrap();
                assert!(!known);
                let again = Htpasswd::parse(&format!("ann:{hash}")).unwrap();
                assert_eq!(again.hash_for("ann"), Some((hash, true)));
            }
            Err(error) => assert!(error.hint().is_some(), "{error}"),
        }
    });
}
