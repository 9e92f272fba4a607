//! What a list says about a referrer, compared with the referrer: readers filter by it before they read.
//!
//! Source: OCI distribution specification 1.1, "Listing Referrers" and "Pushing Manifests with Subject": size, artifact
//! type (or else the config's media type) and annotations are the manifest's own. Registries that leave out artifact
//! types leave them out everywhere, and one that is missing among others was taken away. cosign 3 lists without annotations;
//! so an entry without any counts only beside others of the same moment, which one writer listed together.

use std::collections::{BTreeMap, BTreeSet};

use oci::{Descriptor, RawManifest};
use signing::attachment::CREATED;

/// What a whole list leaves out.
pub(super) struct Habits {
    types: bool,
    /// When what is listed with annotations was created.
    moments: BTreeSet<String>,
}

impl Habits {
    /// The habits of whoever wrote this list.
    pub(super) fn of<'a>(listed: impl Iterator<Item = &'a Descriptor> + Clone) -> Self {
        Self {
            types: listed.clone().any(|one| one.artifact_type.is_some()),
            moments: listed.filter_map(|one| one.annotations.get(CREATED).cloned()).collect(),
        }
    }

    /// What a descriptor says that its manifest does not.
    pub(super) fn differs(&self, listed: &Descriptor, manifest: &RawManifest) -> Option<String> {
        let size = u64::try_from(manifest.bytes.len()).unwrap_or(u64::MAX);
        if listed.size != size {
            return Some(format!("its list says that it has {} bytes; expected {size}", listed.size));
        }
        let document = manifest.document().ok()?;
        if listed.media_type != manifest.media_type {
            let (found, expected) = (&listed.media_type, &manifest.media_type);
            return Some(format!("its list says that its media type is {found:?}; expected {expected:?}"));
        }
        let config = document.config.as_ref().map(|config| config.media_type.as_str());
        let own = document.artifact_type.as_deref().filter(|kind| !kind.is_empty());
        match listed.artifact_type.as_deref() {
            Some(found) if Some(found) != own && Some(found) != config => {
                let expected = own.or(config).unwrap_or("none");
                return Some(format!("its list says that its artifact type is {found:?}; expected {expected:?}"));
            }
            None if self.types && own.or(config).is_some() => {
                return Some(format!(
                    "its list says no artifact type; expected {:?}",
                    own.or(config).unwrap_or_default()
                ));
            }
            _ => {}
        }
        self.annotations_differ(listed, &document.annotations)
    }

    fn annotations_differ(&self, listed: &Descriptor, own: &BTreeMap<String, String>) -> Option<String> {
        let has_none = listed.annotations.is_empty();
        if has_none && !own.get(CREATED).is_some_and(|moment| self.moments.contains(moment)) {
            return None;
        }
        own.iter().find_map(|(key, expected)| match listed.annotations.get(key) {
            Some(found) if found != expected => {
                Some(format!("its list says that its annotation {key} is {found:?}; expected {expected:?}"))
            }
            None => Some(format!("its list lacks its annotation {key}; expected {expected:?}")),
            _ => None,
        })
    }
}
