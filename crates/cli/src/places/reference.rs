//! References to published charts as users write them.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use layout::LayoutTree;
use oci::{Reference, RepositoryName, Store, StoreError};

use super::{LAYOUT, REGISTRY, refuse_user_information};
use crate::access::{Access, Enter};
use crate::failure::{Failure, Result};

/// `oci://HOST/NAME[:TAG][@DIGEST]` or `oci-layout:DIR/NAME[:TAG][@DIGEST]`, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartReference {
    place: PlaceName,
    /// The repository's name at its place.
    pub repository: RepositoryName,
    /// Tag.
    pub tag: Option<oci::Tag>,
    /// Digest.
    pub digest: Option<oci::Digest>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum PlaceName {
    Registry(String),
    Layout(PathBuf),
}

const EXPECTED: &str = "expected oci://HOST/NAMESPACE/NAME:VERSION, …@sha256:…, or oci-layout:DIR/NAME:VERSION";

impl ChartReference {
    /// Takes a reference apart.
    ///
    /// # Errors
    /// Exit 2 with the forms that are understood.
    pub fn parse(text: &str) -> Result<Self> {
        refuse_user_information(text)?;
        let refused = |detail: &str| Failure::usage(format!("reference {text:?}: {detail}")).hint(EXPECTED);
        let (place, rest) = if let Some(rest) = text.strip_prefix(REGISTRY) {
            let (host, rest) = rest.split_once('/').ok_or_else(|| refused("it names no repository"))?;
            registry::check_host(host).map_err(|error| refused(&error.to_string()))?;
            (PlaceName::Registry(host.to_owned()), rest.to_owned())
        } else if let Some(rest) = text.strip_prefix(LAYOUT) {
            let (folder, rest) =
                rest.rsplit_once('/').ok_or_else(|| refused("it names no repository below the folder"))?;
            (PlaceName::Layout(PathBuf::from(folder)), rest.to_owned())
        } else {
            let refusal = refused("it begins with neither oci:// nor oci-layout:");
            return Err(if text.contains('/') { refusal.hint(format!("did you mean oci://{text}?")) } else { refusal });
        };
        let (rest, digest) = rest.split_once('@').map_or((rest.as_str(), None), |(rest, digest)| (rest, Some(digest)));
        let (name, tag) = rest.split_once(':').map_or((rest, None), |(name, tag)| (name, Some(tag)));
        Ok(Self {
            place,
            repository: RepositoryName::parse(name).map_err(|error| refused(&error.to_string()))?,
            tag: tag.map(oci::Tag::of_version).transpose().map_err(|error| refused(&error.to_string()))?,
            digest: digest.map(oci::Digest::parse).transpose().map_err(|error| refused(&error.to_string()))?,
        })
    }

    /// Whether it is on this machine, where nobody else reads it.
    pub fn is_layout(&self) -> bool {
        matches!(self.place, PlaceName::Layout(_))
    }

    /// The repository without tag and digest.
    pub fn without_version(&self) -> Self {
        Self { tag: None, digest: None, ..self.clone() }
    }

    /// The repository as container tools name it: with its host, without scheme, tag and digest.
    pub fn image_name(&self) -> String {
        match &self.place {
            PlaceName::Registry(host) => format!("{host}/{}", self.repository),
            PlaceName::Layout(_) => self.repository.to_string(),
        }
    }

    /// The tag, or the digest where there is no tag.
    ///
    /// # Errors
    /// Exit 2 when it names neither.
    pub fn manifest(&self) -> Result<Reference> {
        let tag = self.tag.clone().map(Reference::Tag);
        let named = tag.or_else(|| self.digest.clone().map(Reference::Digest));
        named.ok_or_else(|| Failure::usage(format!("{self} names no version")).hint(EXPECTED))
    }
}

impl fmt::Display for ChartReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            PlaceName::Registry(host) => write!(f, "{REGISTRY}{host}/{}", self.repository)?,
            PlaceName::Layout(folder) => write!(f, "{LAYOUT}{}/{}", folder.display(), self.repository)?,
        }
        if let Some(tag) = &self.tag {
            write!(f, ":{tag}")?;
        }
        self.digest.iter().try_for_each(|digest| write!(f, "@{digest}"))
    }
}

/// Opens the repository of a reference for reading.
///
/// # Errors
/// When the place can't be used.
pub fn open(reference: &ChartReference, access: &Access, enter: Enter) -> Result<Arc<dyn Store>> {
    open_or(reference, access, enter, Failure::from)
}

/// The same, with what it means to the caller that the store can't be used.
///
/// # Errors
/// When the place can't be used.
pub fn open_or(
    reference: &ChartReference,
    access: &Access,
    enter: Enter,
    refuse: impl FnOnce(StoreError) -> Failure,
) -> Result<Arc<dyn Store>> {
    match &reference.place {
        PlaceName::Registry(host) => Ok(Arc::new(access.client(host, enter)?.repository(reference.repository.clone()))),
        PlaceName::Layout(folder) => match LayoutTree::new(folder).for_reading(&reference.repository) {
            Ok(store) => Ok(store),
            Err(error) => Err(refuse(error)),
        },
    }
}
