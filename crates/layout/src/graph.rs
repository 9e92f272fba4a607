//! What manifests say about others: children of indexes, subjects of referrers.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use oci::{Descriptor, Digest, ManifestDocument, RawManifest, Result, limits, media_type};

use crate::files;
use crate::folder::Folder;
use crate::index::Index;

/// Indexes in indexes that are followed.
const DEPTH: u8 = 8;
/// Manifests that one walk looks at.
const MANIFESTS: usize = 250_000;
/// Manifests that are remembered, and the length in bytes up to which they are.
const REMEMBERED: usize = 4096;
const REMEMBERED_LENGTH: u64 = 64 << 10;

/// What one manifest says about others.
#[derive(Debug, Default)]
struct Links {
    children: Vec<Descriptor>,
    /// Its subject, and the descriptor that the subject's referrers list shows.
    referrer: Option<(Digest, Descriptor)>,
}

impl Links {
    /// A manifest that can't be read says nothing.
    fn of(manifest: &RawManifest) -> Self {
        let Ok(document) = manifest.document() else { return Self::default() };
        let shown = manifest.referrer_descriptor().ok();
        let referrer = document.subject.as_ref().map(|subject| subject.digest.clone()).zip(shown);
        Self { children: document.children().cloned().collect(), referrer }
    }
}

/// Walks everything that is reachable from `index.json`. Parsed manifests are remembered: their digest and the
/// type they are listed with say all about them.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    known: Mutex<HashMap<(Digest, String), Arc<Links>>>,
}

impl Graph {
    /// The descriptor of a manifest that is listed only as an index's child.
    pub(crate) fn child(&self, folder: &Folder, index: &Index, digest: &Digest) -> Result<Option<Descriptor>> {
        let indexes = self.walk(folder, index, may_be_index)?;
        let mut children = indexes.iter().flat_map(|links| &links.children);
        Ok(children.find(|child| child.digest == *digest).cloned())
    }

    /// Descriptors of the manifests whose subject is `subject`.
    pub(crate) fn referrers(&self, folder: &Folder, index: &Index, subject: &Digest) -> Result<Vec<Descriptor>> {
        let manifests = self.walk(folder, index, |_| true)?;
        let referrers = manifests.iter().filter_map(|links| links.referrer.as_ref());
        let found: Vec<Descriptor> =
            referrers.filter(|(of, _)| of == subject).map(|(_, shown)| shown.clone()).collect();
        if found.len() > limits::REFERRERS {
            let detail = format!("{subject} has {} referrers, at most {} are read", found.len(), limits::REFERRERS);
            return Err(files::size_error(folder.path(), detail));
        }
        Ok(found)
    }

    fn walk(&self, folder: &Folder, index: &Index, wanted: fn(&Descriptor) -> bool) -> Result<Vec<Arc<Links>>> {
        let mut queue: VecDeque<(Descriptor, u8)> = index.entries().map(|entry| (entry.clone(), 0)).collect();
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        while let Some((descriptor, depth)) = queue.pop_front() {
            if seen.len().saturating_add(queue.len()) > MANIFESTS {
                return Err(files::layout_error(
                    &folder.index(),
                    format!("it leads to more than {MANIFESTS} manifests"),
                ));
            }
            if !wanted(&descriptor) || !seen.insert(descriptor.digest.clone()) {
                continue;
            }
            let Some(links) = self.links(folder, &descriptor)? else { continue };
            if depth < DEPTH {
                queue.extend(links.children.iter().map(|child| (child.clone(), depth + 1)));
            }
            found.push(links);
        }
        Ok(found)
    }

    /// `None` when the manifest is not there: children may be left out of a copy, and one that a crash has cut
    /// short is written again by the next run. Content that was changed is an error.
    fn links(&self, folder: &Folder, descriptor: &Descriptor) -> Result<Option<Arc<Links>>> {
        let there = folder.blob_length(&descriptor.digest)? == Some(descriptor.size);
        if !there || descriptor.size > limits::MANIFEST {
            return Ok(None);
        }
        let key = (descriptor.digest.clone(), descriptor.media_type.clone());
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if known.is_some() {
            return Ok(known);
        }
        let Some(content) = folder.blob(descriptor, limits::MANIFEST)? else { return Ok(None) };
        let links = Arc::new(Links::of(&raw_manifest(descriptor, content)));
        if descriptor.size <= REMEMBERED_LENGTH {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            if known.len() >= REMEMBERED {
                known.clear();
            }
            known.insert(key, Arc::clone(&links));
        }
        Ok(Some(links))
    }
}

/// A manifest under the type its descriptor says; else its own; else by its shape.
pub(crate) fn raw_manifest(descriptor: &Descriptor, bytes: Bytes) -> RawManifest {
    let media_type =
        if descriptor.media_type.is_empty() { claimed_type(&bytes) } else { descriptor.media_type.clone() };
    RawManifest { media_type, bytes, digest: descriptor.digest.clone() }
}

fn claimed_type(bytes: &[u8]) -> String {
    let document: ManifestDocument = serde_json::from_slice(bytes).unwrap_or_default();
    match document.media_type {
        Some(claimed) if !claimed.is_empty() => claimed,
        _ if document.manifests.is_some() => media_type::IMAGE_INDEX.to_owned(),
        _ => media_type::IMAGE_MANIFEST.to_owned(),
    }
}

fn may_be_index(descriptor: &Descriptor) -> bool {
    matches!(descriptor.media_type.as_str(), media_type::IMAGE_INDEX | media_type::DOCKER_LIST | "")
}
