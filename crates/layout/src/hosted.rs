//! What `portolan serve` needs of a layout: partial reads, upload sessions and deletion.
//!
//! A session is a file. It is locked while a piece is appended and while it becomes a blob, so two processes may
//! serve the same upload; whoever got the lock looks whether the file is still there under its name.

use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher, RandomState};
use std::io::{ErrorKind, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use oci::{Digest, Hosted, Result, Store, StoreError, Tag, UploadId};

use crate::{LayoutStore, files};

/// Keys of a keyed hash that the system chose at random: what it says of a counter nobody else can guess.
static SECRET: LazyLock<RandomState> = LazyLock::new(RandomState::new);
static SESSIONS: AtomicU64 = AtomicU64::new(0);

/// An upload session that nobody else can change.
struct Session {
    path: PathBuf,
    file: File,
    size: u64,
}

impl LayoutStore {
    fn session_path(&self, id: &UploadId) -> Result<PathBuf> {
        Ok(self.folder.uploads()?.join(id.as_str()))
    }

    /// Locks a session; `None` when it does not exist or was finished or dropped meanwhile.
    fn lock_session(&self, id: &UploadId) -> Result<Option<Session>> {
        let path = self.session_path(id)?;
        if !self.folder.exists()? || files::length(&path)?.is_none() {
            return Ok(None);
        }
        let file = match OpenOptions::new().read(true).write(true).open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(files::io_error(&path, error)),
        };
        files::lock(&file, &path)?;
        // Ids are never used twice: a file of this name is the one that is locked.
        Ok(files::length(&path)?.map(|size| Session { path, file, size }))
    }

    fn unknown_session(&self, id: &UploadId) -> StoreError {
        self.not_found(format!("upload {}", id.as_str()))
    }
}

impl Session {
    /// Appends a piece, whole or not at all.
    fn append(&mut self, piece: &[u8]) -> std::io::Result<u64> {
        self.file.seek(SeekFrom::Start(self.size))?;
        if let Err(error) = self.file.write_all(piece) {
            // A full disk: the client may send the piece again.
            self.file.set_len(self.size)?;
            return Err(error);
        }
        self.size = self.size.saturating_add(piece.len() as u64);
        Ok(self.size)
    }
}

#[async_trait]
impl Hosted for LayoutStore {
    async fn blob_size(&self, digest: &Digest) -> Result<Option<u64>> {
        if self.folder.exists()? { self.folder.blob_length(digest) } else { Ok(None) }
    }

    async fn blob_part(&self, digest: &Digest, offset: u64, length: u64) -> Result<Bytes> {
        let there = self.folder.exists()?;
        let part = if there { files::read_part(&self.folder.blob_path(digest)?, offset, length)? } else { None };
        part.map(Bytes::from).ok_or_else(|| self.not_found(format!("blob {digest}")))
    }

    async fn begin_upload(&self) -> Result<UploadId> {
        self.prepare()?;
        self.folder.remove_stale();
        let number = SESSIONS.fetch_add(1, Ordering::Relaxed);
        let text = format!("{:016x}{:016x}", SECRET.hash_one((number, 0_u8)), SECRET.hash_one((number, 1_u8)));
        let Some(id) = UploadId::parse(&text) else {
            return Err(StoreError::Upload { id: text, detail: "not an upload id".to_owned() });
        };
        let path = self.session_path(&id)?;
        let made = OpenOptions::new().write(true).create_new(true).open(&path);
        made.map_err(|error| files::io_error(&path, error))?;
        Ok(id)
    }

    async fn upload_size(&self, id: &UploadId) -> Result<Option<u64>> {
        if self.folder.exists()? { files::length(&self.session_path(id)?) } else { Ok(None) }
    }

    async fn append_upload(&self, id: &UploadId, offset: u64, piece: Bytes) -> Result<u64> {
        let mut session = self.lock_session(id)?.ok_or_else(|| self.unknown_session(id))?;
        if session.size != offset {
            let detail = format!("the next byte is {}, not {offset}", session.size);
            return Err(StoreError::Upload { id: id.as_str().to_owned(), detail });
        }
        session.append(&piece).map_err(|error| files::io_error(&session.path, error))
    }

    async fn finish_upload(&self, id: &UploadId, digest: &Digest) -> Result<()> {
        let session = self.lock_session(id)?.ok_or_else(|| self.unknown_session(id))?;
        let actual = files::hash(&session.file, &session.path, digest.algorithm())?;
        if actual != *digest {
            files::remove(&session.path)?;
            return Err(StoreError::DigestMismatch { location: self.location(), expected: digest.clone(), actual });
        }
        let target = self.folder.new_blob_path(digest)?;
        fs::rename(&session.path, &target).map_err(|error| files::io_error(&target, error))?;
        self.remember(target)
    }

    async fn abort_upload(&self, id: &UploadId) -> Result<bool> {
        let Some(session) = self.lock_session(id)? else { return Ok(false) };
        files::remove(&session.path)
    }

    /// Also a blob that manifests name: registries leave that to whoever deletes.
    async fn delete_blob(&self, digest: &Digest) -> Result<bool> {
        if self.folder.exists()? { files::remove(&self.folder.blob_path(digest)?) } else { Ok(false) }
    }

    async fn delete_manifest(&self, digest: &Digest) -> Result<bool> {
        if !self.folder.exists()? {
            return Ok(false);
        }
        self.prepare()?;
        let mut locked = self.folder.lock_index()?;
        if self.find(&locked.index, digest)?.is_none() {
            return Ok(false);
        }
        if locked.index.remove(digest) {
            locked.save()?;
        }
        // Still under the lock, or a writer could list the manifest again just before its blob goes.
        files::remove(&self.folder.blob_path(digest)?)?;
        Ok(true)
    }

    async fn delete_tag(&self, tag: &Tag) -> Result<bool> {
        if !self.folder.exists()? {
            return Ok(false);
        }
        self.prepare()?;
        let mut locked = self.folder.lock_index()?;
        let found = locked.index.untag(tag);
        if found {
            locked.save()?;
        }
        Ok(found)
    }
}
