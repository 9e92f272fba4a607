//! Attaching: nothing to do where the registry lists referrers by itself, elsewhere the fallback index under the tag that
//! distribution-spec gives ("Unavailable Referrers API").
//!
//! 1. The API is asked: if it lists what was pushed, all is done. `OCI-Subject` alone is not believed.
//! 2. The index is read, extended and written, with a condition where the registry gave an `ETag`.
//! 3. Others may have read before our write and overwrite it after; so we wait longer than a slow writer needs.
//! 4. The index is read back. What is gone is written again after a pause of random length.

use std::time::{Duration, Instant};

use oci::{Descriptor, Digest, RawManifest, Result, StoreError, Tag, index_of, media_type};
use reqwest::header::{HeaderName, HeaderValue};
use serde_json::Value;

use crate::answers;
use crate::manifests::{Stored, condition, is_immutability};
use crate::retry::Failure;
use crate::store::RemoteStore;

/// Looks at the API before it counts as not listing what was pushed (some are eventually consistent).
const PROBES: usize = 3;

/// Times the fallback index is written, if others keep overwriting it.
const MOST_WRITES: usize = 30;

/// Times a registry says that it has not got what was pushed until it is believed.
const MOST_UNSEEN: usize = 3;

/// The longest time given to an index to settle.
const LONGEST_SETTLING: Duration = Duration::from_secs(5);

/// What one round of reading and writing came to.
enum Written {
    /// The index lists everything already.
    Listed,
    /// It was written; how long reading and writing took.
    In(Duration),
    /// Somebody was faster (412), or the registry was busy.
    Not,
}

impl RemoteStore {
    /// Makes pushed manifests findable: nothing to do where the API lists them, otherwise one index for all of them.
    pub(crate) async fn attach_referrers(&self, subject: &Digest, referrers: &[Descriptor]) -> Result<()> {
        if referrers.is_empty() || self.api_lists(subject, referrers).await? {
            return Ok(());
        }
        self.registry.warn_of_claimed_referrers();
        let tag = Tag::parse(&subject.referrers_tag())?;
        let mut pauses = self.registry.pauses(&self.url(&format!("manifests/{tag}"), None));
        let mut slowest = Duration::ZERO;
        let mut unseen = 0;
        for _ in 0..MOST_WRITES {
            match self.write_once(&tag, referrers).await {
                Ok(Written::Listed) => return Ok(()),
                Ok(Written::In(took)) => {
                    slowest = slowest.max(took);
                    tokio::time::sleep(self.settling(slowest)).await;
                    if self.index_lists(&tag, referrers).await? {
                        return Ok(());
                    }
                }
                Ok(Written::Not) => {}
                // distribution 2.8 does not see a manifest for the moment in which somebody else pushes it too.
                Err(Failure::Final(StoreError::BlobUnknown { .. })) if unseen < MOST_UNSEEN => unseen += 1,
                Err(failure) => {
                    pauses.after(failure).await?;
                    continue;
                }
            }
            tokio::time::sleep(self.registry.index_settles().mul_f64(fastrand::f64())).await;
        }
        let detail = format!("the index of referrers {tag} was overwritten {MOST_WRITES} times by other writers");
        Err(StoreError::Unreachable { location: self.place(), detail })
    }

    /// Whether the API exists and lists all of them. A registry has sent `OCI-Subject` without having the API.
    async fn api_lists(&self, subject: &Digest, referrers: &[Descriptor]) -> Result<bool> {
        for probe in 1..=PROBES {
            let Some(listed) = self.referrers_by_api(subject).await? else { return Ok(false) };
            if missing(&listed, referrers).next().is_none() {
                return Ok(true);
            }
            if probe < PROBES {
                tokio::time::sleep(self.registry.index_settles()).await;
            }
        }
        Ok(false)
    }

    /// Reads the index, adds what it lacks, writes it.
    async fn write_once(&self, tag: &Tag, referrers: &[Descriptor]) -> Result<Written, Failure> {
        let started = Instant::now();
        let held = self.held_by(tag).await?;
        let Some(index) = self.index_with(tag, held.as_ref(), referrers)? else { return Ok(Written::Listed) };
        match self.write_index(tag, &index, held.as_ref()).await? {
            true => Ok(Written::In(started.elapsed())),
            false => Ok(Written::Not),
        }
    }

    async fn index_lists(&self, tag: &Tag, referrers: &[Descriptor]) -> Result<bool> {
        let held = self.held_by(tag).await?;
        Ok(self.index_with(tag, held.as_ref(), referrers)?.is_none())
    }

    /// The index that lists all of `referrers` besides what it held; nothing when it already does.
    fn index_with(&self, tag: &Tag, held: Option<&Stored>, referrers: &[Descriptor]) -> Result<Option<RawManifest>> {
        let Some(held) = held else { return Ok(Some(index_of(referrers))) };
        let document = self.index_document(tag, held)?;
        let listed = document.manifests.unwrap_or_default();
        let new: Vec<&Descriptor> = missing(&listed, referrers).collect();
        if new.is_empty() {
            return Ok(None);
        }
        self.within_limit(listed.len() + new.len())?;
        // The JSON itself is extended: other writers' annotations and fields survive.
        let unreadable = |error: serde_json::Error| self.invalid(tag.as_str(), &error.to_string());
        let mut json: Value = serde_json::from_slice(&held.manifest.bytes).map_err(unreadable)?;
        let added = new.into_iter().map(serde_json::to_value).collect::<Result<Vec<Value>, _>>().map_err(unreadable)?;
        match json.get_mut("manifests").and_then(Value::as_array_mut) {
            Some(entries) => entries.extend(added),
            None => {
                let fields = json.as_object_mut().ok_or_else(|| self.invalid(tag.as_str(), "it is no JSON object"))?;
                fields.insert("manifests".to_owned(), Value::Array(added));
            }
        }
        Ok(Some(RawManifest::new(media_type::IMAGE_INDEX, json.to_string())))
    }

    /// Writes the index on the condition that nobody else has; `false` when somebody has (412).
    async fn write_index(&self, tag: &Tag, index: &RawManifest, held: Option<&Stored>) -> Result<bool, Failure> {
        let mut request = self.put_request(tag.as_str(), index)?;
        let etag = held.and_then(|stored| stored.etag.as_ref());
        let header: Option<(HeaderName, HeaderValue)> = condition(etag, held.is_some());
        if let Some((name, value)) = header {
            request = request.header(name, value);
        }
        let answer = self.registry.once(&request).await?;
        if answer.status.is_success() {
            return Ok(true);
        }
        let status = answer.status.as_u16();
        if status == 412 && !is_immutability(status, &answers::said(&answer)) {
            return Ok(false);
        }
        Err(self.refused_put(&answer, index).into())
    }

    /// Longer than another writer's slow read-modify-write: our slowest is the measure.
    fn settling(&self, slowest: Duration) -> Duration {
        slowest.saturating_mul(3).max(self.registry.index_settles()).min(LONGEST_SETTLING)
    }
}

/// Those of `wanted` that `listed` lacks.
fn missing<'a>(listed: &'a [Descriptor], wanted: &'a [Descriptor]) -> impl Iterator<Item = &'a Descriptor> {
    wanted.iter().filter(|one| listed.iter().all(|other| other.digest != one.digest))
}
