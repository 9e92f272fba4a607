//! Documents of images: files that are configured, and what is found in registries.

use futures_util::stream::{self, StreamExt};
use oci::RepositoryName;
use sbom::contents::Image;
use sbom::images::{Found, Judge, find};
use sbom::{Contents, Linked, Outline, Trust};

use super::ImageSigners;
use crate::access::{Access, Enter};
use crate::config::{ImageFile, SbomConfig};
use crate::disk;
use crate::failure::{Failure, Result};
use crate::terminal;

/// The largest document of an image, in bytes.
const MAX_BYTES: u64 = 40 << 20;
/// Images that are looked for at the same time.
const AT_ONCE: usize = 4;

/// Where documents of images come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Look {
    /// From nowhere
    None,
    /// From the files that portolan.yaml names
    Configured,
    /// From those files, and for other images from their registries
    Find,
}

/// Which documents of images are wanted.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    /// Where they come from.
    pub look: Look,
    /// The files that are configured.
    pub config: &'a SbomConfig,
    /// Whose signatures are believed; without it nobody looks at signatures.
    pub signers: Option<&'a ImageSigners>,
}

/// The documents of a chart's images.
///
/// # Errors
/// A configured file can't be read or is no such document. Registries that don't answer are only told.
pub async fn documents(contents: &Contents, wanted: Wanted<'_>, access: &Access) -> Result<Vec<Linked>> {
    if wanted.look == Look::None {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    for file in &wanted.config.images {
        all.extend(configured(contents, file)?);
    }
    if wanted.look == Look::Find {
        let is_open =
            |image: &&Image| image.parsed.is_some() && !all.iter().any(|linked: &Linked| linked.image == image.key);
        let open: Vec<&Image> = contents.images.iter().filter(is_open).collect();
        let found = stream::iter(open.into_iter().map(|image| search(image, wanted.signers, access)));
        let found: Vec<Found> = found.buffered(AT_ONCE).collect().await;
        for found in found {
            found.notes.iter().for_each(|note| terminal::warn(note));
            all.extend(found.documents);
        }
    }
    Ok(all)
}

/// A configured document for each of the images that it is configured for.
fn configured(contents: &Contents, file: &ImageFile) -> Result<Vec<Linked>> {
    let at = &file.image.decided_by;
    let usage = |failure: Failure| Failure { exit: crate::exit::Exit::Usage, ..failure };
    let bytes = disk::read(&file.path, MAX_BYTES).map_err(usage)?;
    let outline =
        Outline::of(&bytes).map_err(|error| Failure::usage(format!("{at}: {}: {error}", file.path.display())))?;
    let bytes = bytes::Bytes::from(bytes);
    let linked = |image: &Image| Linked {
        image: image.key.clone(),
        outline: outline.clone(),
        location: file.written.clone(),
        source: "configured file",
        platform: None,
        trust: Trust::Given,
        bytes: bytes.clone(),
    };
    Ok(contents.images.iter().filter(|image| image.is_named(&file.image.value)).map(linked).collect())
}

/// What a registry has; a registry that can't be asked is told.
async fn search(image: &Image, signers: Option<&ImageSigners>, access: &Access) -> Found {
    match search_in(image, signers, access).await {
        Ok(found) => found,
        Err(error) => Found { documents: Vec::new(), notes: vec![format!("{}: {error}", image.reference)] },
    }
}

async fn search_in(image: &Image, signers: Option<&ImageSigners>, access: &Access) -> oci::Result<Found> {
    let Some(parsed) = &image.parsed else { return Ok(Found::default()) };
    let repository = RepositoryName::parse(&parsed.path)?;
    let store = access.client(&parsed.domain, Enter::ByFiles)?.repository(repository);
    find(image, &store, signers.map(|signers| signers as &dyn Judge)).await
}
