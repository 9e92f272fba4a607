//! `/v2/<name>/manifests/<reference>`: reading and deleting (end-3 and end-9).

use hyper::{Method, StatusCode};
use oci::{Reference, RepositoryName};

use crate::Server;
use crate::manifest_put;
use crate::problem::{Code, Problem};
use crate::reply::{Answer, Reply};
use crate::request::{Head, RequestBody};

/// Reads, writes or deletes; `target` is the repository and the unchecked reference.
pub(crate) async fn answer(server: &Server, head: &Head, target: (&RepositoryName, &str), body: RequestBody) -> Answer {
    let (name, reference) = target;
    match head.method {
        Method::GET | Method::HEAD => read(server, head, name, &asked(reference)?).await,
        Method::PUT => manifest_put::answer(server, head, target, body).await,
        Method::DELETE => delete(server, name, &asked(reference)?).await,
        _ => Err(Problem::method("GET, HEAD, PUT, DELETE")),
    }
}

/// A reference that something may be found by. A malformed digest is a mistake, a malformed tag just can't exist.
fn asked(text: &str) -> Result<Reference, Problem> {
    Reference::parse(text).map_err(|invalid| {
        if text.contains(':') {
            return Problem::bad(Code::DigestInvalid, invalid.to_string());
        }
        Problem::missing(Code::ManifestUnknown, invalid.to_string())
    })
}

/// The manifest as it was pushed, whatever `Accept` says: clients forget types there, and nothing is converted.
async fn read(server: &Server, head: &Head, name: &RepositoryName, reference: &Reference) -> Answer {
    let repository = server.find(name, Code::ManifestUnknown).await?;
    let manifest = repository.manifest(reference).await.map_err(Problem::reading(Code::ManifestUnknown))?;
    if head.etags_name("if-none-match", &manifest.digest) {
        return Ok(Reply::empty(StatusCode::NOT_MODIFIED).identified_by(&manifest.digest));
    }
    Ok(Reply::bytes(StatusCode::OK, &manifest.media_type, manifest.bytes).identified_by(&manifest.digest))
}

/// A tag loses its name only; a digest goes with all its tags.
async fn delete(server: &Server, name: &RepositoryName, reference: &Reference) -> Answer {
    let repository = server.find(name, Code::ManifestUnknown).await?;
    let _change = server.tag_changes.lock().await;
    let deleted = match reference {
        Reference::Tag(tag) => repository.delete_tag(tag).await,
        Reference::Digest(digest) => repository.delete_manifest(digest).await,
    };
    if deleted.map_err(Problem::writing(Code::ManifestUnknown))? {
        return Ok(Reply::empty(StatusCode::ACCEPTED));
    }
    Err(Problem::missing(Code::ManifestUnknown, format!("manifest {reference} not found")))
}
