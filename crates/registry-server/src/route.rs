//! From a path to what is meant by it (distribution-spec, "Endpoints").

use oci::{Digest, RepositoryName};

use crate::problem::{Code, Problem};
use crate::query;

/// The endpoint that a path names.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// `/v2/` (end-1).
    Ping,
    /// `/v2/_catalog`, from Docker's registry API.
    Catalog,
    /// `/v2/<name>/tags/list` (end-8).
    Tags { name: RepositoryName },
    /// `/v2/<name>/manifests/<reference>` (end-3, 7, 9). The reference is unchecked: what a bad one means depends on
    /// the method.
    Manifest { name: RepositoryName, reference: String },
    /// `/v2/<name>/blobs/<digest>` (end-2, 10).
    Blob { name: RepositoryName, digest: Digest },
    /// `/v2/<name>/blobs/uploads/` (end-4, 11).
    Uploads { name: RepositoryName },
    /// `/v2/<name>/blobs/uploads/<id>` (end-5, 6, 13, 14). The id is unchecked.
    Upload { name: RepositoryName, id: String },
    /// `/v2/<name>/referrers/<digest>` (end-12).
    Referrers { name: RepositoryName, digest: Digest },
}

impl Route {
    /// Reads a path. Names may contain any of the words that endpoints consist of, so the end decides.
    pub(crate) fn parse(path: &str) -> Result<Self, Problem> {
        match path {
            "/v2" | "/v2/" => return Ok(Self::Ping),
            "/v2/_catalog" => return Ok(Self::Catalog),
            _ => {}
        }
        let rest = path.strip_prefix("/v2/").ok_or_else(nowhere)?;
        let decoded: Vec<String> = rest.split('/').map(segment).collect::<Result<_, _>>()?;
        let segments: Vec<&str> = decoded.iter().map(String::as_str).collect();
        match segments.as_slice() {
            [name @ .., "tags", "list"] => Ok(Self::Tags { name: repository(name)? }),
            [name @ .., "manifests", reference] => {
                Ok(Self::Manifest { name: repository(name)?, reference: (*reference).to_owned() })
            }
            [name @ .., "blobs", "uploads"] | [name @ .., "blobs", "uploads", ""] => {
                Ok(Self::Uploads { name: repository(name)? })
            }
            [name @ .., "blobs", "uploads", id] => Ok(Self::Upload { name: repository(name)?, id: (*id).to_owned() }),
            [name @ .., "blobs", digest] => Ok(Self::Blob { name: repository(name)?, digest: parse_digest(digest)? }),
            [name @ .., "referrers", digest] => {
                Ok(Self::Referrers { name: repository(name)?, digest: parse_digest(digest)? })
            }
            _ => Err(nowhere()),
        }
    }
}

/// Reads a digest from a path or parameter.
pub(crate) fn parse_digest(text: &str) -> Result<Digest, Problem> {
    Digest::parse(text).map_err(|invalid| Problem::bad(Code::DigestInvalid, invalid.to_string()))
}

fn repository(segments: &[&str]) -> Result<RepositoryName, Problem> {
    RepositoryName::parse(&segments.join("/")).map_err(|invalid| Problem::bad(Code::NameInvalid, invalid.to_string()))
}

/// Decodes one segment. Only printable ASCII can be part of a name, tag, digest or id, and an encoded slash or
/// percent sign has no business in any of them.
fn segment(text: &str) -> Result<String, Problem> {
    let allowed = |byte: u8| byte.is_ascii_graphic() && !b"/%\\?#".contains(&byte);
    let decoded = query::decode(text).filter(|decoded| decoded.bytes().all(allowed));
    decoded.ok_or_else(|| Problem::bad(Code::NameInvalid, "the path holds characters that no name, tag or digest has"))
}

fn nowhere() -> Problem {
    Problem::missing(Code::NameUnknown, "no such endpoint")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> RepositoryName {
        RepositoryName::parse(text).unwrap()
    }

    #[test]
    fn the_end_of_the_path_decides() {
        let digest = Digest::of(b"");
        let cases = [
            ("/v2".to_owned(), Route::Ping),
            ("/v2/_catalog".to_owned(), Route::Catalog),
            ("/v2/a/b/c/tags/list".to_owned(), Route::Tags { name: name("a/b/c") }),
            ("/v2/blobs/uploads/tags/list".to_owned(), Route::Tags { name: name("blobs/uploads") }),
            (
                "/v2/tags/manifests/list".to_owned(),
                Route::Manifest { name: name("tags"), reference: "list".to_owned() },
            ),
            ("/v2/a/blobs/uploads/".to_owned(), Route::Uploads { name: name("a") }),
            ("/v2/a/blobs/uploads".to_owned(), Route::Uploads { name: name("a") }),
            ("/v2/a/blobs/uploads/0f".to_owned(), Route::Upload { name: name("a"), id: "0f".to_owned() }),
            (format!("/v2/a/blobs/blobs/{digest}"), Route::Blob { name: name("a/blobs"), digest: digest.clone() }),
            (
                format!("/v2/a/blobs/{}", digest.to_string().replace(':', "%3A")),
                Route::Blob { name: name("a"), digest: digest.clone() },
            ),
            (format!("/v2/a/referrers/{digest}"), Route::Referrers { name: name("a"), digest: digest.clone() }),
        ];
        for (path, expected) in cases {
            assert_eq!(Route::parse(&path).unwrap(), expected, "{path}");
        }
    }

    #[test]
    fn refuses_what_is_no_name() {
        for path in [
            "/",
            "/v1/a/tags/list",
            "/v2/a",
            "/v2/a/",
            "/v2//tags/list",
            "/v2/tags/list",
            "/v2/A/tags/list",
            "/v2/a/../b/tags/list",
            "/v2/a%2Fb/tags/list",
            "/v2/a%252e/tags/list",
            "/v2/a%00/tags/list",
            "/v2/a%/tags/list",
            "/v2/a/blobs/sha256:short",
            "/v2/a/blobs/md5:d41d8cd98f00b204e9800998ecf8427e",
            "/v2/a/referrers/latest",
        ] {
            assert!(Route::parse(path).is_err(), "{path}");
        }
    }
}
