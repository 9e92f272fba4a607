//! Blobs: existence, reading, monolithic upload, mounting (distribution-spec, "Pushing blobs").

use std::sync::PoisonError;

use bytes::Bytes;
use oci::{Descriptor, Digest, RepositoryName, Result, StoreError};
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, LOCATION};
use reqwest::{Method, Url};

use crate::answers;
use crate::retry::{Failure, Tried};
use crate::safety::same_origin;
use crate::scopes::Scopes;
use crate::store::RemoteStore;
use crate::wire::Answer;

impl RemoteStore {
    /// `HEAD`; 200 with the right length is a yes, and what says nothing (405, a CDN's 403) is a no: upload it.
    pub(crate) async fn find_blob(&self, blob: &Descriptor) -> Result<bool> {
        let request = self.read_request(Method::HEAD, self.blob_url(&blob.digest));
        let answer = self.registry.send(&request).await?;
        if answer.status.is_server_error() && !answer.moved {
            return Err(answers::refused(&answer));
        }
        let length = answer.text(CONTENT_LENGTH).and_then(|text| text.parse::<u64>().ok());
        Ok(answer.status.as_u16() == 200 && length == Some(blob.size))
    }

    /// `GET`, never more than the descriptor's size, which itself must be within `limit`.
    pub(crate) async fn read_blob(&self, blob: &Descriptor, limit: u64) -> Result<Bytes> {
        let url = self.blob_url(&blob.digest);
        if blob.size > limit {
            let detail = format!("{} has {} bytes, the limit is {limit}", blob_name(&blob.digest), blob.size);
            return Err(StoreError::WrongSize { location: self.place(), detail });
        }
        let answer = self.registry.send(&self.read_request(Method::GET, url).at_most(blob.size)).await?;
        if answer.status.as_u16() != 200 {
            return Err(answers::refusal(&answer, &blob_name(&blob.digest), &self.place()));
        }
        let length = answer.body.len() as u64;
        if length != blob.size {
            let detail = format!("{} has {length} bytes, its descriptor says {}", blob_name(&blob.digest), blob.size);
            return Err(StoreError::WrongSize { location: answer.location, detail });
        }
        check_digest(&answer.location, &blob.digest, &answer.body)?;
        Ok(answer.body)
    }

    /// `POST`, then one `PUT` with everything. A cut upload can't be resumed: it starts again with the `POST`.
    pub(crate) async fn upload_blob(&self, blob: &Descriptor, content: Bytes) -> Result<()> {
        if content.len() as u64 != blob.size {
            let detail = format!("{} bytes to upload, the descriptor says {}", content.len(), blob.size);
            return Err(StoreError::WrongSize { location: self.place(), detail });
        }
        if let Some(session) = self.take_session(&blob.digest)
            && self.put_blob(session, blob, content.clone()).await.is_ok()
        {
            return Ok(());
        }
        let url = self.uploads_url();
        let mut pauses = self.registry.pauses(&url);
        loop {
            match self.upload_once(url.clone(), blob, content.clone()).await {
                Ok(()) => return Ok(()),
                Err(failure) => pauses.after(failure).await?,
            }
        }
    }

    async fn upload_once(&self, url: Url, blob: &Descriptor, content: Bytes) -> Tried<()> {
        let request = self.write_request(Method::POST, url.clone()).body(Bytes::new());
        let answer = self.registry.once(&request).await?;
        if answer.status.as_u16() != 202 {
            return Err(answers::refused_write(&answer, &self.place()).into());
        }
        let session = self.session(&url, &answer)?;
        self.put_blob(session, blob, content).await
    }

    async fn put_blob(&self, session: Url, blob: &Descriptor, content: Bytes) -> Tried<()> {
        let mut url = session;
        url.query_pairs_mut().append_pair("digest", &blob.digest.to_string());
        let kind = HeaderValue::from_static("application/octet-stream");
        let own = same_origin(self.registry.base(), &url);
        let request = self.write_request(Method::PUT, url).header(CONTENT_TYPE, kind).body(content);
        let answer = self.registry.once(&if own { request } else { request.stranger() }).await?;
        if !matches!(answer.status.as_u16(), 200 | 201 | 204) {
            // What another host does not find says nothing about the repository.
            let refusal = if own { answers::refused_write(&answer, &self.place()) } else { answers::refused(&answer) };
            return Err(refusal.into());
        }
        self.check_stored(&answer, &blob.digest).map_err(Failure::from)
    }

    /// Mounts from another repository of this registry. A refusal of any kind is a no; if it came with an upload
    /// session, the upload that follows uses it.
    pub(crate) async fn mount(&self, blob: &Descriptor, from: &RepositoryName) -> Result<bool> {
        let mut url = self.uploads_url();
        url.query_pairs_mut().append_pair("mount", &blob.digest.to_string()).append_pair("from", from.as_str());
        let mut request = self.write_request(Method::POST, url.clone()).body(Bytes::new());
        request.access = Some(self.access(Scopes::push(&self.name).and(&Scopes::pull(from))));
        let answer = match self.registry.send(&request).await {
            Ok(answer) => answer,
            // The source may be unreadable for us; an upload needs no right on it.
            Err(error) if error.is_access() => return Ok(false),
            Err(error) => return Err(error),
        };
        match answer.status.as_u16() {
            201 => self.check_stored(&answer, &blob.digest).map(|()| true),
            202 => {
                let session = self.session(&url, &answer)?;
                self.sessions.lock().unwrap_or_else(PoisonError::into_inner).insert(blob.digest.clone(), session);
                Ok(false)
            }
            _ => Ok(false),
        }
    }

    fn blob_url(&self, digest: &Digest) -> Url {
        self.url(&format!("blobs/{digest}"), None)
    }

    fn uploads_url(&self) -> Url {
        self.url("blobs/uploads/", None)
    }

    fn take_session(&self, digest: &Digest) -> Option<Url> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner).remove(digest)
    }

    /// Where to upload: relative or absolute, with or without a query, judged by the safety rules.
    fn session(&self, asked: &Url, answer: &Answer) -> Result<Url> {
        let refused = |detail: &str| StoreError::Refused {
            location: answer.location.clone(),
            status: answer.status.as_u16(),
            detail: detail.to_owned(),
        };
        let location = answer.text(LOCATION).ok_or_else(|| refused("an upload session without Location"))?;
        let session = asked.join(location).map_err(|_| refused("the upload's Location is not a URL"))?;
        self.registry.check(asked, &session, "upload location")?;
        Ok(session)
    }

    fn check_stored(&self, answer: &Answer, digest: &Digest) -> Result<()> {
        match answer.content_digest() {
            // Distribution always answers with SHA-256: another algorithm says nothing about ours.
            Some(actual) if actual.algorithm() == digest.algorithm() && actual != *digest => {
                Err(StoreError::DigestMismatch { location: answer.location.clone(), expected: digest.clone(), actual })
            }
            _ => Ok(()),
        }
    }
}

/// The content has the digest it was asked for by.
pub(crate) fn check_digest(location: &str, expected: &Digest, content: &[u8]) -> Result<()> {
    let actual = Digest::with(expected.algorithm(), content);
    if actual == *expected {
        return Ok(());
    }
    Err(StoreError::DigestMismatch { location: location.to_owned(), expected: expected.clone(), actual })
}

fn blob_name(digest: &Digest) -> String {
    format!("blob {digest}")
}
