//! The images of a chart: those that the annotation `artifacthub.io/images` pins, and those that only its manifests name.

use std::collections::HashMap;

use chart::Metadata;
use hub::annotations::{self, IMAGES};
use oci::ImageReference;

use crate::clean;
use crate::purl::Purl;

/// Images that are kept.
const MAX_IMAGES: usize = 5_000;
/// Names and references of one image that are kept.
const MAX_NAMES: usize = 50;

/// Who says that the chart runs an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// The annotation.
    Annotation,
    /// The manifests only: the annotation does not list it.
    Manifests,
}

/// An image. Under whatever names: one digest is one image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// What tells it from the others: its digest, or its reference where it is not pinned.
    pub key: String,
    /// The reference as it is first written.
    pub reference: String,
    /// The reference in its long form; none: it breaks the grammar.
    pub parsed: Option<ImageReference>,
    /// What the annotation calls it.
    pub names: Vec<String>,
    /// The references under which it is known besides the first.
    pub others: Vec<String>,
    /// Its platforms, as the annotation lists them.
    pub platforms: Vec<String>,
    /// Whether Artifact Hub is told not to scan it.
    pub whitelisted: bool,
    /// Who says so.
    pub listing: Listing,
}

impl Image {
    /// An image that nothing more is known about than its reference.
    pub fn of(reference: &str) -> Self {
        Self::new(reference, Listing::Manifests)
    }

    fn new(reference: &str, listing: Listing) -> Self {
        let parsed = ImageReference::parse(reference.trim()).ok();
        let reference = clean::text(reference);
        let digest = parsed.as_ref().and_then(|parsed| parsed.digest.clone());
        let long = parsed.as_ref().map(ToString::to_string);
        Self {
            key: digest.or(long).unwrap_or_else(|| reference.clone()),
            reference,
            parsed,
            names: Vec::new(),
            others: Vec::new(),
            platforms: Vec::new(),
            whitelisted: false,
            listing,
        }
    }

    /// Whether a text names it: one of its references, or their repository.
    pub fn is_named(&self, text: &str) -> bool {
        let long = |text: &str| ImageReference::parse(text).ok();
        let Some(wanted) = long(text) else { return false };
        let is_repository = wanted.tag.is_none() && wanted.digest.is_none();
        let mut references = std::iter::once(&self.reference).chain(&self.others).filter_map(|one| long(one));
        references.any(|one| one.is_same_repository(&wanted) && (is_repository || one.can_be(&wanted)))
    }

    /// The digest that it is pinned to.
    pub fn digest(&self) -> Option<&str> {
        self.parsed.as_ref()?.digest.as_deref()
    }

    /// Registry and repository; of what is no reference the text.
    pub fn name(&self) -> String {
        self.parsed.as_ref().map_or_else(|| self.reference.clone(), ImageReference::repository)
    }

    /// The tag, else the digest.
    pub fn version(&self) -> Option<&str> {
        let parsed = self.parsed.as_ref()?;
        parsed.effective_tag().or(parsed.digest.as_deref())
    }

    /// Its package URL; without a digest it only says where to look.
    pub fn purl(&self) -> Option<Purl> {
        let parsed = self.parsed.as_ref()?;
        let purl = Purl::oci(&parsed.repository(), parsed.digest.as_deref());
        Some(purl.with("tag", parsed.effective_tag().unwrap_or_default()))
    }

    fn absorb(&mut self, other: Self) {
        let is_new = other.reference != self.reference && !self.others.contains(&other.reference);
        if is_new && self.others.len() < MAX_NAMES {
            self.others.push(other.reference);
        }
        for (mine, theirs) in [(&mut self.names, other.names), (&mut self.platforms, other.platforms)] {
            for one in theirs {
                if mine.len() < MAX_NAMES && !mine.contains(&one) {
                    mine.push(one);
                }
            }
        }
        if other.listing == Listing::Annotation {
            self.whitelisted &= other.whitelisted;
        }
    }
}

/// The images of a chart.
pub(super) fn of(metadata: &Metadata, rendered: &[String], notes: &mut Vec<String>) -> Vec<Image> {
    let mut images = Images::default();
    let text = metadata.annotations.get(IMAGES).map(String::as_str).unwrap_or_default();
    match annotations::images(text) {
        Ok(listed) => {
            for entry in listed {
                let mut image = Image::new(&entry.image, Listing::Annotation);
                image.names = clean::some(&entry.name).into_iter().collect();
                image.platforms = entry.platforms.iter().flatten().filter_map(|one| clean::some(one)).collect();
                image.whitelisted = entry.whitelisted;
                images.take(image);
            }
        }
        Err(reason) => notes.push(format!("annotation {IMAGES}: {}", clean::text(&reason))),
    }
    for reference in rendered {
        images.take(Image::new(reference, Listing::Manifests));
    }
    if images.dropped > 0 {
        notes.push(format!("{} images beyond {MAX_IMAGES} are left out", images.dropped));
    }
    images.all
}

#[derive(Default)]
struct Images {
    all: Vec<Image>,
    by_key: HashMap<String, usize>,
    /// Pinned images by what they are called without their digest: manifests often name that alone.
    by_tag: HashMap<String, usize>,
    dropped: usize,
}

impl Images {
    fn take(&mut self, image: Image) {
        if image.reference.is_empty() {
            return;
        }
        let tagged = tagged(&image);
        let known = self.by_key.get(&image.key).copied();
        let known = known.or_else(|| {
            let is_bare = image.digest().is_none() && image.listing == Listing::Manifests;
            tagged.as_ref().filter(|_| is_bare).and_then(|tagged| self.by_tag.get(tagged).copied())
        });
        if let Some(known) = known.and_then(|index| self.all.get_mut(index)) {
            known.absorb(image);
            return;
        }
        if self.all.len() >= MAX_IMAGES {
            self.dropped = self.dropped.saturating_add(1);
            return;
        }
        let index = self.all.len();
        self.by_key.insert(image.key.clone(), index);
        if let Some(tagged) = tagged {
            self.by_tag.entry(tagged).or_insert(index);
        }
        self.all.push(image);
    }
}

fn tagged(image: &Image) -> Option<String> {
    let parsed = image.parsed.as_ref()?;
    Some(format!("{}:{}", parsed.repository(), parsed.effective_tag()?))
}
