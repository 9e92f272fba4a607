//! Referrers: the API where the registry has it, the fallback tag where not (distribution-spec).

use std::time::{Duration, Instant};

use oci::{Descriptor, Digest, InvalidManifest, ManifestDocument, RawManifest, Result, StoreError, Tag, limits};
use oci::{index_of, media_type};
use reqwest::Method;
use reqwest::header::{ACCEPT, HeaderName, HeaderValue};
use serde_json::Value;

use crate::answers;
use crate::manifests::{Stored, condition, is_immutability};
use crate::paging::next_page;
use crate::request::accept;
use crate::retry::Failure;
use crate::store::RemoteStore;

/// Pages of the API that are followed.
const MOST_PAGES: usize = 50;

/// Looks at the API before it counts as not listing what was pushed (some are eventually consistent).
const PROBES: usize = 3;

/// Times the fallback index is written, if others keep overwriting it.
const MOST_WRITES: usize = 10;

/// The longest time given to an index to settle.
const LONGEST_SETTLING: Duration = Duration::from_secs(5);

impl RemoteStore {
    /// What the API lists and what an older fallback index still holds, each manifest once. An outage or a refusal is
    /// an error: it must never look like "nothing attached".
    pub(crate) async fn list_referrers(&self, subject: &Digest) -> Result<Vec<Descriptor>> {
        let (listed, indexed) =
            futures_util::future::join(self.referrers_by_api(subject), self.referrers_by_tag(subject)).await;
        let Some(mut referrers) = listed? else { return indexed };
        let known_to_index = match indexed {
            Ok(known) => known,
            // Something else under that tag, or no right to look: the API has answered.
            Err(StoreError::Manifest { .. } | StoreError::Denied { .. } | StoreError::Unauthenticated { .. }) => {
                Vec::new()
            }
            Err(error) => return Err(error),
        };
        let new = |known: &[Descriptor], one: &Descriptor| known.iter().all(|other| other.digest != one.digest);
        for referrer in known_to_index {
            if new(&referrers, &referrer) {
                referrers.push(referrer);
            }
        }
        Ok(referrers)
    }

    /// Makes pushed manifests findable: nothing to do where the API lists them, otherwise one index for all of them.
    pub(crate) async fn attach_referrers(&self, subject: &Digest, referrers: &[Descriptor]) -> Result<()> {
        if referrers.is_empty() || self.api_lists(subject, referrers).await? {
            return Ok(());
        }
        let tag = Tag::parse(&subject.referrers_tag())?;
        let url = self.url(&format!("manifests/{tag}"), None);
        let mut pauses = self.registry.pauses(&url);
        for _ in 0..MOST_WRITES {
            let started = Instant::now();
            let held = self.held_by(&tag).await?;
            let Some(index) = self.index_with(&tag, held.as_ref(), referrers)? else { return Ok(()) };
            match self.write_index(&tag, &index, held.as_ref()).await {
                Ok(true) => {}
                // Somebody was faster (412): read again.
                Ok(false) => continue,
                Err(failure) => {
                    pauses.after(failure).await?;
                    continue;
                }
            }
            tokio::time::sleep(self.settling(started.elapsed())).await;
            let read_back = self.held_by(&tag).await?;
            if self.index_with(&tag, read_back.as_ref(), referrers)?.is_none() {
                return Ok(());
            }
            tokio::time::sleep(self.registry.index_settles().mul_f64(fastrand::f64())).await;
        }
        let detail = format!("the index of referrers {tag} was overwritten {MOST_WRITES} times by other writers");
        Err(StoreError::Unreachable { location: self.place(), detail })
    }

    /// Whether the API exists and lists all of them. `OCI-Subject` alone is not believed: a registry has sent it
    /// without having the API.
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

    /// `GET …/referrers/<digest>`; nothing when the registry has no such API.
    async fn referrers_by_api(&self, subject: &Digest) -> Result<Option<Vec<Descriptor>>> {
        let mut next = Some(self.url(&format!("referrers/{subject}"), None));
        let mut listed: Vec<Descriptor> = Vec::new();
        for _ in 0..MOST_PAGES {
            let Some(url) = next else { return Ok(Some(listed)) };
            let request =
                self.read_request(Method::GET, url.clone()).header(ACCEPT, accept(&[media_type::IMAGE_INDEX]));
            let answer = self.registry.send(&request.at_most(limits::MANIFEST)).await?;
            let is_index = answer.media_type().is_some_and(|kind| kind == media_type::IMAGE_INDEX);
            match answer.status.as_u16() {
                200 if is_index => {}
                200 | 400 | 404 | 405 | 406 if !answer.moved => return Ok(None),
                _ => return Err(answers::refusal(&answer, &format!("referrers of {subject}"), &self.place())),
            }
            next = next_page(&self.registry, &url, &answer)?;
            let page = self.document(&RawManifest::new(media_type::IMAGE_INDEX, answer.body), &answer.location)?;
            let before = listed.len();
            for one in page.manifests.into_iter().flatten() {
                if listed.iter().all(|other| other.digest != one.digest) {
                    listed.push(one);
                }
                self.within_limit(listed.len())?;
            }
            if listed.len() == before {
                next = None;
            }
        }
        let detail = format!("the list of referrers has more than {MOST_PAGES} pages");
        Err(StoreError::WrongSize { location: self.place(), detail })
    }

    async fn referrers_by_tag(&self, subject: &Digest) -> Result<Vec<Descriptor>> {
        let tag = Tag::parse(&subject.referrers_tag())?;
        let Some(held) = self.held_by(&tag).await? else { return Ok(Vec::new()) };
        let document = self.index_document(&tag, &held)?;
        let listed = document.manifests.unwrap_or_default();
        self.within_limit(listed.len())?;
        Ok(listed)
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

    /// Longer than another writer's slow read-modify-write: ours is the measure.
    fn settling(&self, took: Duration) -> Duration {
        took.saturating_mul(3).max(self.registry.index_settles()).min(LONGEST_SETTLING)
    }

    /// The fallback tag's content, which must be an image index: anything else is left alone.
    fn index_document(&self, tag: &Tag, held: &Stored) -> Result<ManifestDocument> {
        if held.manifest.media_type != media_type::IMAGE_INDEX {
            let kind = answers::clean(&held.manifest.media_type, 100);
            return Err(self.invalid(tag.as_str(), &format!("an index of referrers is expected, the tag holds {kind}")));
        }
        self.document(&held.manifest, &format!("{}:{tag}", self.place()))
    }

    fn document(&self, manifest: &RawManifest, location: &str) -> Result<ManifestDocument> {
        let wrap = |source: InvalidManifest| StoreError::Manifest { location: location.to_owned(), source };
        manifest.document().map_err(wrap)
    }

    fn within_limit(&self, count: usize) -> Result<()> {
        if count <= limits::REFERRERS {
            return Ok(());
        }
        let detail = format!("more than {} referrers of one subject", limits::REFERRERS);
        Err(StoreError::WrongSize { location: self.place(), detail })
    }
}

/// Those of `wanted` that `listed` lacks.
fn missing<'a>(listed: &'a [Descriptor], wanted: &'a [Descriptor]) -> impl Iterator<Item = &'a Descriptor> {
    wanted.iter().filter(|one| listed.iter().all(|other| other.digest != one.digest))
}
