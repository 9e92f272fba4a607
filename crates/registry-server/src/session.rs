//! An upload session that is being filled.

use bytes::{Bytes, BytesMut};
use hyper::StatusCode;
use oci::{Digest, Hosted, UploadId};

use crate::problem::{Code, Problem};
use crate::request::RequestBody;

/// Small pieces are gathered to this many bytes before the store is asked to write them.
const GATHER: usize = 256 << 10;

/// Bytes on their way into a session of a repository.
pub(crate) struct Session<'a> {
    repository: &'a dyn Hosted,
    id: &'a UploadId,
    /// Where the next byte goes.
    offset: u64,
    /// Bytes that a blob may have.
    limit: u64,
    gathered: BytesMut,
}

impl<'a> Session<'a> {
    /// Continues a session that holds `offset` bytes.
    pub(crate) fn at(repository: &'a dyn Hosted, id: &'a UploadId, offset: u64, limit: u64) -> Self {
        Self { repository, id, offset, limit, gathered: BytesMut::new() }
    }

    /// Takes a whole request body; returns the session's new size.
    pub(crate) async fn take(mut self, body: &mut RequestBody) -> Result<u64, Problem> {
        while let Some(piece) = body.next().await? {
            self.push(piece).await?;
        }
        self.flush().await?;
        Ok(self.offset)
    }

    /// Takes a piece, which may be kept back until more is there.
    async fn push(&mut self, piece: Bytes) -> Result<(), Problem> {
        let waiting = self.gathered.len().saturating_add(piece.len());
        if self.offset.saturating_add(waiting as u64) > self.limit {
            return Err(self.too_large().await);
        }
        if self.gathered.is_empty() && piece.len() >= GATHER {
            return self.append(piece).await;
        }
        self.gathered.extend_from_slice(&piece);
        if self.gathered.len() >= GATHER { self.flush().await } else { Ok(()) }
    }

    async fn flush(&mut self) -> Result<(), Problem> {
        if self.gathered.is_empty() {
            return Ok(());
        }
        let piece = self.gathered.split().freeze();
        self.append(piece).await
    }

    async fn append(&mut self, piece: Bytes) -> Result<(), Problem> {
        let appended = self.repository.append_upload(self.id, self.offset, piece).await;
        self.offset = appended.map_err(Problem::writing(Code::BlobUploadUnknown))?;
        Ok(())
    }

    /// No blob can come of it, so the session goes too.
    async fn too_large(&self) -> Problem {
        let message = format!("a blob may have {} bytes at most", self.limit);
        match self.repository.abort_upload(self.id).await {
            Ok(_) => Problem::new(StatusCode::PAYLOAD_TOO_LARGE, Code::SizeInvalid, message),
            Err(error) => Problem::writing(Code::BlobUploadUnknown)(error),
        }
    }
}

/// Turns a session into a blob.
pub(crate) async fn finish(repository: &dyn Hosted, id: &UploadId, digest: &Digest) -> Result<(), Problem> {
    repository.finish_upload(id, digest).await.map_err(Problem::writing(Code::BlobUploadUnknown))
}

/// Runs what fills and finishes a session of its own, and drops the session if that fails: nobody else knows it.
pub(crate) async fn dropped_on_failure<T>(
    repository: &dyn Hosted,
    id: &UploadId,
    work: impl Future<Output = Result<T, Problem>>,
) -> Result<T, Problem> {
    let result = work.await;
    if result.is_err() {
        // The first failure is what the client must hear of; the session may be gone with it anyway.
        let _dropped = repository.abort_upload(id).await;
    }
    result
}
