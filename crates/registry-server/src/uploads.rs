//! `/v2/<name>/blobs/uploads/` and its sessions (end-4 to 6, 11, 13, 14).

use std::sync::Arc;

use hyper::{Method, StatusCode};
use oci::{Descriptor, Digest, Hosted, RepositoryName, UploadId};

use crate::Server;
use crate::blobs::next_piece;
use crate::problem::{Code, Problem};
use crate::range::chunk;
use crate::reply::{Answer, Reply};
use crate::request::{Head, RequestBody};
use crate::route::parse_digest;
use crate::session::{Session, dropped_on_failure, finish};

/// Blobs are copied between repositories in pieces of this many bytes.
const PIECE: u64 = 1 << 20;

/// Opens a session, takes a blob in one request (`?digest=`) or mounts one (`?mount=&from=`).
pub(crate) async fn open(server: &Server, head: &Head, name: &RepositoryName, mut body: RequestBody) -> Answer {
    if head.method != Method::POST {
        return Err(Problem::method("POST"));
    }
    check_algorithm(head.query.get("digest-algorithm"))?;
    let mount = head.query.get("mount").map(parse_digest).transpose()?;
    let single = head.query.get("digest").map(parse_digest).transpose()?;
    let repository = server.open(name).await?;
    if let Some(digest) = mount {
        let mounted = mount_from(server, &repository, &digest, head.query.get("from")).await?;
        return if mounted { Ok(created(name, &digest)) } else { begin(&repository, name).await };
    }
    let Some(digest) = single else { return begin(&repository, name).await };
    let id = repository.begin_upload().await.map_err(Problem::writing(Code::NameUnknown))?;
    let work = async {
        Session::at(&*repository, &id, 0, server.limits.blob).take(&mut body).await?;
        finish(&*repository, &id, &digest).await
    };
    dropped_on_failure(&*repository, &id, work).await?;
    Ok(created(name, &digest))
}

/// Continues, closes, describes or drops a session; `target` is its repository and its unchecked id.
pub(crate) async fn answer(
    server: &Server,
    head: &Head,
    target: (&RepositoryName, &str),
    mut body: RequestBody,
) -> Answer {
    let (name, id) = target;
    let unknown = || Problem::missing(Code::BlobUploadUnknown, "no such upload");
    let id = UploadId::parse(id).ok_or_else(unknown)?;
    let repository = server.find(name, Code::BlobUploadUnknown).await?;
    let size = repository.upload_size(&id).await.map_err(Problem::reading(Code::BlobUploadUnknown))?;
    let size = size.ok_or_else(unknown)?;
    match head.method {
        Method::GET | Method::HEAD => Ok(status(StatusCode::NO_CONTENT, name, &id, size)),
        Method::PATCH => {
            let announced = announced(head, name, &id, size)?;
            let session = Session::at(&*repository, &id, size, server.limits.blob);
            let new_size = fill(session, &mut body, size, announced).await?;
            Ok(status(StatusCode::ACCEPTED, name, &id, new_size))
        }
        Method::PUT => {
            let digest = head.query.get("digest").map(parse_digest).transpose()?;
            let missing = || Problem::bad(Code::DigestInvalid, "the digest parameter is missing");
            let digest = digest.ok_or_else(missing)?;
            let announced = announced(head, name, &id, size)?;
            let session = Session::at(&*repository, &id, size, server.limits.blob);
            fill(session, &mut body, size, announced).await?;
            finish(&*repository, &id, &digest).await?;
            Ok(created(name, &digest))
        }
        Method::DELETE => {
            let dropped = repository.abort_upload(&id).await;
            dropped.map_err(Problem::writing(Code::BlobUploadUnknown))?;
            Ok(Reply::empty(StatusCode::NO_CONTENT))
        }
        _ => Err(Problem::method("GET, HEAD, PATCH, PUT, DELETE")),
    }
}

/// Takes the body, and refuses it if it is not as long as its range said.
async fn fill(session: Session<'_>, body: &mut RequestBody, size: u64, announced: Option<u64>) -> Result<u64, Problem> {
    let new_size = session.take(body).await?;
    let came = new_size.saturating_sub(size);
    match announced {
        Some(length) if length != came => {
            Err(Problem::bad(Code::SizeInvalid, format!("the range has {length} bytes, the body {came}")))
        }
        _ => Ok(new_size),
    }
}

/// The length that `Content-Range` announces, if it is there. It must begin where the session ends (416 otherwise)
/// and agree with `Content-Length`.
fn announced(head: &Head, name: &RepositoryName, id: &UploadId, size: u64) -> Result<Option<u64>, Problem> {
    let Some(header) = head.text("content-range") else { return Ok(None) };
    let invalid = || Problem::bad(Code::BlobUploadInvalid, "Content-Range is not <first>-<last>");
    let (first, last) = chunk(header).ok_or_else(invalid)?;
    if first != size {
        let message = format!("the next byte is {size}, not {first}");
        let problem = Problem::new(StatusCode::RANGE_NOT_SATISFIABLE, Code::BlobUploadInvalid, message);
        return Err(problem.header("location", location(name, id)).header("range", received(size)));
    }
    let length = (last - first).saturating_add(1);
    if head.content_length().is_some_and(|announced| announced != length) {
        return Err(Problem::bad(Code::SizeInvalid, "Content-Range and Content-Length disagree"));
    }
    Ok(Some(length))
}

/// Digests that can't be computed are refused before anything is sent.
fn check_algorithm(name: Option<&str>) -> Result<(), Problem> {
    match name {
        None | Some("sha256" | "sha512") => Ok(()),
        Some(_) => Err(Problem::bad(Code::DigestInvalid, "digest algorithms are sha256 and sha512")),
    }
}

async fn begin(repository: &Arc<dyn Hosted>, name: &RepositoryName) -> Answer {
    let id = repository.begin_upload().await.map_err(Problem::writing(Code::NameUnknown))?;
    Ok(status(StatusCode::ACCEPTED, name, &id, 0))
}

/// Makes a blob of another repository available in `target`. `false`: no repository has it, which is no error but
/// the beginning of an ordinary upload (distribution-spec, "Mounting a blob from another repository"). Whoever may
/// write here may read everything here, so without `from` any repository serves.
async fn mount_from(
    server: &Server,
    target: &Arc<dyn Hosted>,
    digest: &Digest,
    from: Option<&str>,
) -> Result<bool, Problem> {
    let sources = match from {
        Some(from) => RepositoryName::parse(from).into_iter().collect(),
        None => server.hosting.names().await.map_err(Problem::reading(Code::NameUnknown))?,
    };
    for from in &sources {
        if mount_one(server, target, digest, from).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn mount_one(
    server: &Server,
    target: &Arc<dyn Hosted>,
    digest: &Digest,
    from: &RepositoryName,
) -> Result<bool, Problem> {
    let found = server.hosting.find(from).await.map_err(Problem::reading(Code::NameUnknown))?;
    let Some(source) = found else { return Ok(false) };
    let size = source.blob_size(digest).await.map_err(Problem::reading(Code::BlobUnknown))?;
    let Some(size) = size else { return Ok(false) };
    let mut blob = Descriptor::of("application/octet-stream", &[]);
    blob.digest = digest.clone();
    blob.size = size;
    if !target.mount_blob(&blob, from).await.map_err(Problem::writing(Code::BlobUnknown))? {
        copy(&source, target, &blob).await?;
    }
    Ok(true)
}

/// The mount of stores that can't share blobs.
async fn copy(source: &Arc<dyn Hosted>, target: &Arc<dyn Hosted>, blob: &Descriptor) -> Result<(), Problem> {
    let id = target.begin_upload().await.map_err(Problem::writing(Code::NameUnknown))?;
    let work = async {
        let mut offset = 0;
        while offset < blob.size {
            let length = PIECE.min(blob.size - offset);
            let piece = next_piece(source, &blob.digest, offset, length).await;
            let piece = piece.map_err(Problem::reading(Code::BlobUnknown))?;
            let appended = target.append_upload(&id, offset, piece).await;
            offset = appended.map_err(Problem::writing(Code::BlobUploadUnknown))?;
        }
        finish(&**target, &id, &blob.digest).await
    };
    dropped_on_failure(&**target, &id, work).await
}

/// The answer about an open session.
fn status(status: StatusCode, name: &RepositoryName, id: &UploadId, size: u64) -> Reply {
    Reply::empty(status)
        .header("location", location(name, id))
        .header("range", received(size))
        .header("docker-upload-uuid", id.as_str())
}

/// The answer about a blob that is there now.
fn created(name: &RepositoryName, digest: &Digest) -> Reply {
    Reply::empty(StatusCode::CREATED)
        .header("location", format!("/v2/{name}/blobs/{digest}"))
        .header("docker-content-digest", digest)
}

fn location(name: &RepositoryName, id: &UploadId) -> String {
    format!("/v2/{name}/blobs/uploads/{}", id.as_str())
}

/// `Range` of a session: position of the last byte. An empty session says `0-0` as all registries do, the same as
/// one of a single byte.
fn received(size: u64) -> String {
    format!("0-{}", size.saturating_sub(1))
}
