//! Attaching: nothing to do where the registry lists referrers by itself, elsewhere the fallback index under the tag that
//! distribution-spec gives ("Unavailable Referrers API").
//!
//! 1. The API is asked: if it lists what was pushed, all is done. `OCI-Subject` alone is not believed. The index is read
//!    meanwhile, since the answer takes as long.
//! 2. The index is extended and written, with a condition where the registry gave an `ETag`. What others had listed
//!    before somebody overwrote it is listed again: they may be gone.
//! 3. Others may have read before our write and overwrite it after; so we wait longer than a slow writer needs.
//! 4. The index is read back. What is gone is written again after a pause of random length.
//!
//! A release has more to do before its tag, so it needs only step 2 here ([`RemoteStore::push_and_list`]), with the index
//! read while its manifests are written. Steps 3 and 4 are its own: it looks twice as a stranger, and waits if it was not
//! alone.

use std::time::{Duration, Instant};

use futures_util::future::{join, try_join_all};
use oci::{Descriptor, Digest, RawManifest, Result, StoreError, Tag, index_of, media_type, referrer_descriptors};
use reqwest::header::{HeaderName, HeaderValue};
use serde_json::Value;

use crate::answers;
use crate::manifests::{Stored, condition, is_immutability};
use crate::retry::{Failure, Pauses};
use crate::store::RemoteStore;

/// Looks at the API before it counts as not listing what was pushed (some are eventually consistent).
const PROBES: usize = 3;

/// Times the fallback index is written, if others keep overwriting it.
const MOST_WRITES: usize = 30;

/// Times a registry says that it has not got what was pushed until it is believed.
const MOST_UNSEEN: usize = 10;

/// Between reading and writing an index less than this makes no difference.
const SHORTEST_IDLE: Duration = Duration::from_millis(20);

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

/// What the index held at a moment.
struct Held {
    index: Option<Stored>,
    /// Its entries.
    entries: Vec<Descriptor>,
    /// When reading it began, and when it was over.
    read: (Instant, Instant),
}

impl Held {
    /// Others count on it that nobody takes much longer to write than it took to read.
    fn is_stale(&self) -> bool {
        let (began, over) = self.read;
        over.elapsed() > over.saturating_duration_since(began).max(SHORTEST_IDLE)
    }
}

impl RemoteStore {
    /// Writes manifests by digest and lists them at once, without looking whether that lasts.
    pub(crate) async fn push_and_list(&self, subject: &Digest, manifests: &[RawManifest]) -> Result<()> {
        let referrers = referrer_descriptors(&self.place(), manifests)?;
        let pushed = try_join_all(manifests.iter().map(|manifest| self.put_by_digest(manifest)));
        match self.known.lists_referrers() {
            _ if referrers.is_empty() => Ok(()),
            Some(true) => pushed.await.map(drop),
            None => {
                pushed.await?;
                self.attach_referrers(subject, &referrers).await
            }
            Some(false) => {
                let tag = Tag::parse(&subject.referrers_tag())?;
                let (pushed, held) = join(pushed, self.read_index(&tag)).await;
                pushed?;
                self.list_at_once(&tag, held, subject, &referrers).await
            }
        }
    }

    /// One write of the index; what keeps that from being done takes the careful way.
    async fn list_at_once(
        &self,
        tag: &Tag,
        held: Result<Held, Failure>,
        subject: &Digest,
        referrers: &[Descriptor],
    ) -> Result<()> {
        match self.write_once(tag, held, referrers).await {
            Ok(Written::Listed | Written::In(_)) => {
                self.registry.warn_of_claimed_referrers();
                return Ok(());
            }
            Ok(Written::Not) => {}
            Err(Failure::Final(StoreError::BlobUnknown { .. })) => self.known.forget(tag),
            Err(failure) => self.index_pauses(tag).after(failure).await?,
        }
        self.attach_referrers(subject, referrers).await
    }

    fn index_pauses(&self, tag: &Tag) -> Pauses<'_> {
        self.registry.pauses(&self.url(&format!("manifests/{tag}"), None))
    }

    /// Makes pushed manifests findable: nothing to do where the API lists them, otherwise one index for all of them.
    pub(crate) async fn attach_referrers(&self, subject: &Digest, referrers: &[Descriptor]) -> Result<()> {
        if referrers.is_empty() {
            return Ok(());
        }
        let tag = Tag::parse(&subject.referrers_tag())?;
        let (is_listed, held) = join(self.api_lists(subject, referrers), self.read_index(&tag)).await;
        if is_listed? {
            return Ok(());
        }
        self.registry.warn_of_claimed_referrers();
        let mut first = Some(held);
        let mut pauses = self.index_pauses(&tag);
        let mut slowest = Duration::ZERO;
        let mut unseen = 0;
        for _ in 0..MOST_WRITES {
            let held = match first.take() {
                Some(held) => held,
                None => self.read_index(&tag).await,
            };
            match self.write_once(&tag, held, referrers).await {
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
                Err(Failure::Final(StoreError::BlobUnknown { .. })) if unseen < MOST_UNSEEN => {
                    self.known.forget(&tag);
                    unseen += 1;
                }
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

    /// What the index holds now.
    async fn read_index(&self, tag: &Tag) -> Result<Held, Failure> {
        let began = Instant::now();
        let index = self.held_by(tag).await?;
        let read = (began, Instant::now());
        let entries = match &index {
            Some(held) => self.index_document(tag, held)?.manifests.unwrap_or_default(),
            None => Vec::new(),
        };
        self.known.saw(tag, entries.clone());
        Ok(Held { index, entries, read })
    }

    /// Adds what the index lacks, and writes it. What was read a while ago is read again.
    async fn write_once(
        &self,
        tag: &Tag,
        held: Result<Held, Failure>,
        referrers: &[Descriptor],
    ) -> Result<Written, Failure> {
        let held = match held? {
            stale if stale.is_stale() => self.read_index(tag).await?,
            held => held,
        };
        if missing(&held.entries, referrers).next().is_none() {
            return Ok(Written::Listed);
        }
        let index = self.index_with(tag, &held, &self.known.with_seen(tag, referrers))?;
        if !self.write_index(tag, &index, held.index.as_ref()).await? {
            return Ok(Written::Not);
        }
        let took = held.read.0.elapsed();
        self.known.wrote_in(took);
        Ok(Written::In(took))
    }

    async fn index_lists(&self, tag: &Tag, referrers: &[Descriptor]) -> Result<bool> {
        match self.read_index(tag).await {
            Ok(held) => Ok(missing(&held.entries, referrers).next().is_none()),
            Err(Failure::Final(error)) => Err(error),
            // Reading has its own pauses.
            Err(Failure::Trouble(_)) => Ok(false),
        }
    }

    /// The index that lists `referrers` besides what it held.
    fn index_with(&self, tag: &Tag, held: &Held, referrers: &[Descriptor]) -> Result<RawManifest> {
        let Some(index) = &held.index else { return Ok(index_of(referrers)) };
        let new: Vec<&Descriptor> = missing(&held.entries, referrers).collect();
        self.within_limit(held.entries.len() + new.len())?;
        // The JSON itself is extended: other writers' annotations and fields survive.
        let unreadable = |error: serde_json::Error| self.invalid(tag.as_str(), &error.to_string());
        let mut json: Value = serde_json::from_slice(&index.manifest.bytes).map_err(unreadable)?;
        let added = new.into_iter().map(serde_json::to_value).collect::<Result<Vec<Value>, _>>().map_err(unreadable)?;
        match json.get_mut("manifests").and_then(Value::as_array_mut) {
            Some(entries) => entries.extend(added),
            None => {
                let fields = json.as_object_mut().ok_or_else(|| self.invalid(tag.as_str(), "it is no JSON object"))?;
                fields.insert("manifests".to_owned(), Value::Array(added));
            }
        }
        Ok(RawManifest::new(media_type::IMAGE_INDEX, json.to_string()))
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
    pub(crate) fn settling(&self, slowest: Duration) -> Duration {
        slowest.saturating_mul(3).max(self.registry.index_settles()).min(LONGEST_SETTLING)
    }
}

/// Those of `wanted` that `listed` lacks.
fn missing<'a>(listed: &'a [Descriptor], wanted: &'a [Descriptor]) -> impl Iterator<Item = &'a Descriptor> {
    wanted.iter().filter(|one| listed.iter().all(|other| other.digest != one.digest))
}
