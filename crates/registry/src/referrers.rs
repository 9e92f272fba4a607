//! Listing referrers: the API where the registry has it, the fallback tag where not (distribution-spec).

use oci::media_type;
use oci::{Descriptor, Digest, InvalidManifest, ManifestDocument, RawManifest, Result, StoreError, Tag, limits};
use reqwest::Method;
use reqwest::header::ACCEPT;

use crate::answers;
use crate::manifests::Stored;
use crate::paging::next_page;
use crate::request::accept;
use crate::store::RemoteStore;

/// Pages of the API that are followed.
const MOST_PAGES: usize = 50;

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

    /// `GET …/referrers/<digest>`; nothing when the registry has no such API, which is remembered.
    pub(crate) async fn referrers_by_api(&self, subject: &Digest) -> Result<Option<Vec<Descriptor>>> {
        let listed = self.api_pages(subject).await?;
        self.known.answered_for_referrers(listed.is_some());
        Ok(listed)
    }

    async fn api_pages(&self, subject: &Digest) -> Result<Option<Vec<Descriptor>>> {
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

    /// The fallback tag's content, which must be an image index: anything else is left alone.
    pub(crate) fn index_document(&self, tag: &Tag, held: &Stored) -> Result<ManifestDocument> {
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

    pub(crate) fn within_limit(&self, count: usize) -> Result<()> {
        if count <= limits::REFERRERS {
            return Ok(());
        }
        let detail = format!("more than {} referrers of one subject", limits::REFERRERS);
        Err(StoreError::WrongSize { location: self.place(), detail })
    }
}
