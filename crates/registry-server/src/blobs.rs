//! `/v2/<name>/blobs/<digest>` (end-2 and end-10).

use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::try_unfold;
use http_body_util::{BodyExt, StreamBody};
use hyper::body::Frame;
use hyper::{Method, StatusCode};
use oci::{Digest, Hosted, RepositoryName, StoreError};

use crate::Server;
use crate::problem::{Code, Problem};
use crate::range::{Wanted, wanted};
use crate::reply::{Answer, Body, Reply};
use crate::request::Head;

/// Blobs are sent in pieces of this many bytes, so that memory stays flat.
const PIECE: u64 = 64 << 10;
const TYPE: &str = "application/octet-stream";

/// Reads or deletes a blob.
pub(crate) async fn answer(server: &Server, head: &Head, name: &RepositoryName, digest: &Digest) -> Answer {
    match head.method {
        Method::GET | Method::HEAD => read(server, head, name, digest).await,
        Method::DELETE => delete(server, name, digest).await,
        _ => Err(Problem::method("GET, HEAD, DELETE")),
    }
}

fn unknown(digest: &Digest) -> Problem {
    Problem::missing(Code::BlobUnknown, format!("blob {digest} not found"))
}

async fn read(server: &Server, head: &Head, name: &RepositoryName, digest: &Digest) -> Answer {
    let repository = server.find(name, Code::BlobUnknown).await?;
    let size = repository.blob_size(digest).await.map_err(Problem::reading(Code::BlobUnknown))?;
    let size = size.ok_or_else(|| unknown(digest))?;
    if head.etags_name("if-none-match", digest) {
        return Ok(Reply::empty(StatusCode::NOT_MODIFIED).identified_by(digest));
    }
    let (status, first, end) = match asked_range(head, digest, size) {
        Wanted::Whole => (StatusCode::OK, 0, size),
        Wanted::Part { first, last } => (StatusCode::PARTIAL_CONTENT, first, last.saturating_add(1)),
        Wanted::Nothing => {
            let message = format!("the range is not inside the blob of {size} bytes");
            let problem = Problem::new(StatusCode::RANGE_NOT_SATISFIABLE, Code::SizeInvalid, message);
            return Err(problem.header("content-range", format!("bytes */{size}")));
        }
    };
    let length = end.saturating_sub(first);
    let body = stream(repository, digest.clone(), first, length);
    let reply = Reply::with_body(status, body)
        .header("content-type", TYPE)
        .header("content-length", length)
        .header("accept-ranges", "bytes")
        .identified_by(digest);
    if status != StatusCode::PARTIAL_CONTENT {
        return Ok(reply);
    }
    Ok(reply.header("content-range", format!("bytes {first}-{}/{size}", end.saturating_sub(1))))
}

/// Ranges count for GET only, and not when `If-Range` names other content.
fn asked_range(head: &Head, digest: &Digest, size: u64) -> Wanted {
    let other = head.text("if-range").is_some() && !head.etags_name("if-range", digest);
    if head.method != Method::GET || other {
        return Wanted::Whole;
    }
    wanted(head.text("range"), size)
}

async fn delete(server: &Server, name: &RepositoryName, digest: &Digest) -> Answer {
    let repository = server.find(name, Code::BlobUnknown).await?;
    let deleted = repository.delete_blob(digest).await.map_err(Problem::writing(Code::BlobUnknown))?;
    if deleted { Ok(Reply::empty(StatusCode::ACCEPTED)) } else { Err(unknown(digest)) }
}

/// What is left to send of a blob.
struct Rest {
    repository: Arc<dyn Hosted>,
    digest: Digest,
    offset: u64,
    length: u64,
}

/// The part of a blob as a body that reads only as fast as the client does.
fn stream(repository: Arc<dyn Hosted>, digest: Digest, offset: u64, length: u64) -> Body {
    if length == 0 {
        return Body::default();
    }
    let rest = Rest { repository, digest, offset, length };
    StreamBody::new(try_unfold(rest, next_frame)).boxed_unsync()
}

async fn next_frame(mut rest: Rest) -> Result<Option<(Frame<Bytes>, Rest)>, StoreError> {
    if rest.length == 0 {
        return Ok(None);
    }
    let piece = next_piece(&rest.repository, &rest.digest, rest.offset, rest.length.min(PIECE)).await?;
    let sent = piece.len() as u64;
    rest.offset = rest.offset.saturating_add(sent);
    rest.length = rest.length.saturating_sub(sent);
    Ok(Some((Frame::data(piece), rest)))
}

/// 1 to `length` bytes from `offset`; a blob that has become shorter is an error, never an end.
pub(crate) async fn next_piece(
    repository: &Arc<dyn Hosted>,
    digest: &Digest,
    offset: u64,
    length: u64,
) -> Result<Bytes, StoreError> {
    let mut piece = repository.blob_part(digest, offset, length).await?;
    piece.truncate(usize::try_from(length).unwrap_or(usize::MAX));
    if piece.is_empty() {
        let detail = format!("blob {digest} ends at byte {offset}, before its length");
        return Err(StoreError::WrongSize { location: repository.location(), detail });
    }
    Ok(piece)
}
