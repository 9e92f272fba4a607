//! Manifests: reading by tag or digest, writing by digest, pointing tags (distribution-spec).

use oci::{Digest, InvalidManifest, RawManifest, Reference, Result, StoreError, Tag, TagRule, limits, media_type};
use reqwest::Method;
use reqwest::header::{ACCEPT, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, IF_NONE_MATCH};
use serde::Deserialize;

use crate::answers::{self, Said};
use crate::blobs::check_digest;
use crate::request::{Request, accept};
use crate::store::RemoteStore;
use crate::wire::Answer;

/// Times a manifest is sent before a blob that it names counts as unknown.
const MOST_TRIES: usize = 5;

/// A manifest as read, with what a conditional write needs.
pub(crate) struct Stored {
    /// Type, bytes, digest.
    pub manifest: RawManifest,
    /// The `ETag` that came with it.
    pub etag: Option<HeaderValue>,
}

#[derive(Deserialize)]
struct Typed {
    #[serde(rename = "mediaType")]
    media_type: Option<String>,
}

impl RemoteStore {
    /// `GET`, at most 4 MiB. By digest the bytes must have that digest; by tag our own hash counts, and
    /// `Docker-Content-Digest` must agree where it is sent.
    pub(crate) async fn read_manifest(&self, reference: &Reference) -> Result<Stored> {
        let url = self.url(&format!("manifests/{reference}"), None);
        let request = self.read_request(Method::GET, url).header(ACCEPT, accept(&media_type::MANIFESTS));
        let answer = self.registry.send(&request.at_most(limits::MANIFEST)).await?;
        if answer.status.as_u16() != 200 {
            return Err(answers::refusal(&answer, &format!("manifest {reference}"), &self.place()));
        }
        let digest = match reference {
            Reference::Digest(digest) => digest.clone(),
            Reference::Tag(_) => answer.content_digest().unwrap_or_else(|| Digest::of(&answer.body)),
        };
        check_digest(&answer.location, &digest, &answer.body)?;
        let digest = match reference {
            Reference::Digest(_) => digest,
            Reference::Tag(_) => Digest::of(&answer.body),
        };
        let media_type = self.media_type(&answer, reference)?;
        let etag = answer.headers.get(ETAG).cloned();
        Ok(Stored { manifest: RawManifest { media_type, bytes: answer.body, digest }, etag })
    }

    /// What the tag holds, if it exists.
    pub(crate) async fn held_by(&self, tag: &Tag) -> Result<Option<Stored>> {
        match self.read_manifest(&Reference::Tag(tag.clone())).await {
            Ok(stored) => Ok(Some(stored)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// `HEAD`, or `GET` where that says nothing (405, an answer without digest).
    pub(crate) async fn find_manifest(&self, digest: &Digest) -> Result<bool> {
        let url = self.url(&format!("manifests/{digest}"), None);
        let request = self.read_request(Method::HEAD, url).header(ACCEPT, accept(&media_type::MANIFESTS));
        let answer = self.registry.send(&request).await?;
        match answer.status.as_u16() {
            404 if !answer.moved => return Ok(false),
            200 if answer.content_digest().is_some_and(|stored| stored == *digest) => return Ok(true),
            _ => {}
        }
        match self.read_manifest(&Reference::Digest(digest.clone())).await {
            Ok(_) => Ok(true),
            Err(error) if error.is_not_found() => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// `PUT` by digest: repeatable, no tag shows it.
    ///
    /// distribution 2.8 does not see a blob for the moment in which somebody else uploads it too, so a blob that is said
    /// to be unknown is not believed at once.
    pub(crate) async fn put_by_digest(&self, manifest: &RawManifest) -> Result<()> {
        let request = self.put_request(&manifest.digest.to_string(), manifest)?;
        let mut tries = 1;
        loop {
            let answer = self.registry.send(&request).await?;
            if answer.status.is_success() {
                if answer.headers.contains_key("oci-subject") {
                    self.registry.note_claim_of_referrers();
                }
                return self.check_put(&answer, manifest);
            }
            match self.refused_put(&answer, manifest) {
                StoreError::BlobUnknown { .. } if tries < MOST_TRIES => {
                    tokio::time::sleep(self.registry.moment()).await
                }
                refusal => return Err(refusal),
            }
            tries += 1;
        }
    }

    /// `PUT` by tag. [`TagRule::Keep`] is the condition `If-None-Match: *`; many registries ignore it, so callers look
    /// right before. It is repeated only after a look at what the tag holds now: the answer to a write that took
    /// place may have been lost, and others may have written since ([`StoreError::TagMoved`] where the rule cares).
    pub(crate) async fn put_by_tag(&self, tag: &Tag, manifest: &RawManifest, rule: TagRule) -> Result<()> {
        let mut request = self.put_request(tag.as_str(), manifest)?;
        if rule == TagRule::Keep {
            request = request.header(IF_NONE_MATCH, HeaderValue::from_static("*"));
        }
        let mut pauses = self.registry.pauses(&request.exchange.url);
        let mut tries = 1;
        loop {
            match self.registry.once(&request).await {
                Ok(answer) if answer.status.is_success() => return self.check_put(&answer, manifest),
                // As by digest: somebody else may be uploading the same blob.
                Ok(answer) if tries < MOST_TRIES && self.lacks_a_blob(&answer, manifest) => {
                    tries += 1;
                    tokio::time::sleep(self.registry.moment()).await;
                    if rule == TagRule::Move {
                        continue;
                    }
                }
                Ok(answer) if matches!(answer.status.as_u16(), 400 | 409 | 412) => {
                    return self.settle_refused_tag(&answer, tag, manifest, &rule).await;
                }
                Ok(answer) => return Err(self.refused_put(&answer, manifest)),
                Err(failure) => pauses.after(failure).await?,
            }
            match self.is_in_place(tag, manifest, &rule).await {
                Ok(true) => return Ok(()),
                Ok(false) => {}
                Err(error @ StoreError::TagMoved { .. }) => return Err(error),
                // Not the error of the look: that would read as if the write had been refused.
                Err(error) => {
                    let detail = format!("the answer to a write was lost, and what it did can't be seen: {error}");
                    return Err(StoreError::Unreachable { location: self.tagged(tag), detail });
                }
            }
        }
    }

    fn lacks_a_blob(&self, answer: &Answer, manifest: &RawManifest) -> bool {
        matches!(self.refused_put(answer, manifest), StoreError::BlobUnknown { .. })
    }

    /// Whether the tag already holds these bytes; an error when it holds others that the rule keeps.
    async fn is_in_place(&self, tag: &Tag, manifest: &RawManifest, rule: &TagRule) -> Result<bool> {
        let held = self.held_by(tag).await?.map(|stored| stored.manifest);
        if held.as_ref().is_some_and(|held| held.bytes == manifest.bytes) {
            return Ok(true);
        }
        match rule.allows(held.as_ref().map(|held| &held.digest), &manifest.digest) {
            true => Ok(false),
            false => Err(StoreError::TagMoved { location: self.tagged(tag) }),
        }
    }

    /// 412 (condition, Harbor's immutability), 409 and 400 (ECR's immutability): what the tag holds tells which it was.
    async fn settle_refused_tag(
        &self,
        answer: &Answer,
        tag: &Tag,
        manifest: &RawManifest,
        rule: &TagRule,
    ) -> Result<()> {
        let refusal = self.refused_put(answer, manifest);
        if !matches!(refusal, StoreError::Refused { .. }) {
            return Err(refusal);
        }
        if self.is_in_place(tag, manifest, rule).await? { Ok(()) } else { Err(refusal) }
    }

    /// A `PUT` of the manifest under a tag or digest.
    ///
    /// # Errors
    /// [`StoreError::WrongSize`] above 4 MiB, before anything is sent.
    pub(crate) fn put_request(&self, reference: &str, manifest: &RawManifest) -> Result<Request> {
        let length = manifest.bytes.len() as u64;
        if length > limits::MANIFEST {
            let most = limits::MANIFEST;
            let detail = format!("manifest {reference} has {length} bytes; registries take at most {most}, some fewer");
            return Err(StoreError::WrongSize { location: self.place(), detail });
        }
        let kind = HeaderValue::from_str(&manifest.media_type)
            .map_err(|_| self.invalid(reference, "its media type fits no header"))?;
        let request = self.write_request(Method::PUT, self.url(&format!("manifests/{reference}"), None));
        Ok(request.header(CONTENT_TYPE, kind).body(manifest.bytes.clone()))
    }

    /// The error that a refused `PUT` of a manifest is.
    pub(crate) fn refused_put(&self, answer: &Answer, manifest: &RawManifest) -> StoreError {
        let said = answers::said(answer);
        let location = answer.location.clone();
        let status = answer.status.as_u16();
        if said.has(&["MANIFEST_BLOB_UNKNOWN", "BLOB_UNKNOWN", "MANIFEST_UNKNOWN"]) {
            return StoreError::BlobUnknown { location, detail: said.text };
        }
        if status == 413 || said.mentions("request body too large") {
            let own = format!("{} bytes of manifest are more than it takes", manifest.bytes.len());
            return StoreError::Refused { location, status, detail: answers::joined(&own, &said.text) };
        }
        if is_immutability(status, &said) {
            let advice = "tags can't be changed here; exclude `sha256-*` and `artifacthub.io` from immutability";
            return StoreError::Refused { location, status, detail: format!("{}: {advice}", said.text) };
        }
        answers::refused_write(answer, &self.place())
    }

    fn check_put(&self, answer: &Answer, manifest: &RawManifest) -> Result<()> {
        match answer.content_digest() {
            Some(actual) if actual != Digest::with(actual.algorithm(), &manifest.bytes) => {
                let expected = manifest.digest.clone();
                Err(StoreError::DigestMismatch { location: answer.location.clone(), expected, actual })
            }
            _ => Ok(()),
        }
    }

    /// `Content-Type`, or what the document says of itself where a proxy or simple server sends no manifest type.
    fn media_type(&self, answer: &Answer, reference: &Reference) -> Result<String> {
        let vague = ["application/json", "application/octet-stream", "text/plain"];
        if let Some(kind) = answer.media_type().filter(|kind| !vague.contains(&kind.as_str())) {
            return Ok(kind);
        }
        let inner = serde_json::from_slice::<Typed>(&answer.body).ok().and_then(|typed| typed.media_type);
        inner.ok_or_else(|| self.invalid(&reference.to_string(), "neither Content-Type nor mediaType says what it is"))
    }

    /// The reference's content can't be used.
    pub(crate) fn invalid(&self, reference: &str, why: &str) -> StoreError {
        let location = format!("{} ({reference})", self.place());
        StoreError::Manifest { location, source: InvalidManifest(why.to_owned()) }
    }

    fn tagged(&self, tag: &Tag) -> String {
        format!("{}:{tag}", self.place())
    }
}

/// A condition header for a write.
pub(crate) fn condition(etag: Option<&HeaderValue>, exists: bool) -> Option<(HeaderName, HeaderValue)> {
    match etag {
        Some(etag) if exists => Some((reqwest::header::IF_MATCH, etag.clone())),
        None if exists => None,
        _ => Some((IF_NONE_MATCH, HeaderValue::from_static("*"))),
    }
}

/// Whether a refusal means that the repository's tags can't be changed (ECR, Harbor).
pub(crate) fn is_immutability(status: u16, said: &Said) -> bool {
    matches!(status, 400 | 409 | 412) && (said.mentions("immutab") || said.has(&["TAG_INVALID"]))
}
