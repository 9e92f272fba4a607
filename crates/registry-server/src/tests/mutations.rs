//! Paths, queries, ranges and user files that are almost right: nothing panics or takes long, and what is understood
//! can be said again. The mutations are the same in every run.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use oci::Digest;

use crate::htpasswd::Htpasswd;
use crate::query::{Query, decode, encode};
use crate::range::{Wanted, chunk, wanted};
use crate::route::Route;

/// What one input may take, in a debug build on a busy machine.
const LONGEST: Duration = Duration::from_secs(1);
/// Bytes that mean something to paths, queries, ranges or user files.
const MARKS: &[u8] = b" \n\r:/%?#&=+-._~$@\\,0129aAfFz\x00\x7f\xc3\xff";

/// Xorshift.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit.max(1)
    }

    /// The text after one to four changes: bytes flipped, replaced, cut, doubled, or taken from another text. What is
    /// no UTF-8 then is replaced.
    fn mutated(&mut self, text: &str, others: &[&str]) -> String {
        let mut text = text.as_bytes().to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(text.len() + 1);
            let end = text.len().min(at + 1 + self.below(24));
            let to = self.below(text.len() + 1);
            let (bit, mark) = (1_u8 << self.below(8), MARKS[self.below(MARKS.len())]);
            match self.below(5) {
                0 => text[at..end].iter_mut().take(1).for_each(|byte| *byte ^= bit),
                1 => text[at..end].iter_mut().take(1).for_each(|byte| *byte = mark),
                2 => drop(text.drain(at..end)),
                3 => {
                    let piece = text[at..end].to_vec();
                    drop(text.splice(to..to, piece));
                }
                _ => {
                    let other = others[self.below(others.len())];
                    let start = self.below(other.len() + 1);
                    drop(text.splice(to..to, other.bytes().skip(start).take(24)));
                }
            }
        }
        String::from_utf8_lossy(&text).into_owned()
    }
}

/// Gives the seeds and mutations of them to a check.
fn for_mutations(count: usize, seeds: &[&str], check: impl Fn(&str)) {
    seeds.iter().for_each(|seed| check(seed));
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for number in 0..count {
        let text = random.mutated(seeds[number % seeds.len()], seeds);
        let begun = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| check(&text)));
        let took = begun.elapsed();
        assert!(outcome.is_ok() && took < LONGEST, "mutation {number}, {took:?}: {text:?}");
    }
}

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
    for_mutations(10_000, &seeds, |path| {
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
    for_mutations(10_000, &seeds, |text| {
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
    for_mutations(10_000, &seeds, |text| {
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
    for_mutations(10_000, &[&two, &one, "ann:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=\n"], |text| {
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
