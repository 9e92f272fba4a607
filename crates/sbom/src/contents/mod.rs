//! What a chart holds, told once for both formats.

mod crds;
mod described;
pub(crate) mod facts;
mod files;
mod images;
mod license;
mod manifests;
mod subcharts;

#[cfg(test)]
mod tests;

use chart::{ArchiveError, Chart};
use oci::Digest;

pub use crds::Crd;
pub use described::{Described, Supplier};
pub use files::FileEntry;
pub(crate) use files::sha1;
pub use images::{Image, Listing};
pub use license::License;
pub use subcharts::{Declared, Subchart};

use crate::Format;
use crate::linked::{Linked, MAX_MERGED};
use crate::purl::Purl;

/// The packed chart and, as far as that is known, where it is.
#[derive(Clone, Debug)]
pub struct Packaged<'a> {
    /// The archive.
    pub archive: &'a [u8],
    /// Its file name, `<name>-<version>.tgz`.
    pub file_name: &'a str,
    /// The digest of the chart's manifest.
    pub manifest: Option<Digest>,
    /// Host and path of the repository that it is, or will be, in: `ghcr.io/org/charts/demo`.
    pub repository: Option<&'a str>,
    /// The tag that it has, or will have, there.
    pub tag: Option<&'a str>,
}

/// What the chart itself does not say.
#[derive(Clone, Copy, Debug, Default)]
pub struct Details<'a> {
    /// The organisation that supplies the chart; without it the chart's first maintainer.
    pub supplier: Option<&'a str>,
    /// What the chart renders.
    pub rendered: Option<&'a Rendered>,
}

/// What was found in the manifests that a chart renders with its default values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// References of images.
    pub images: Vec<String>,
    /// Definitions of custom resources in templates.
    pub crds: Vec<Crd>,
}

impl Rendered {
    /// Looks at manifests, each behind `# Source: CHART/PATH` as Helm writes them.
    pub fn of(manifests: &str) -> Self {
        Self { images: manifests::images(manifests), crds: crds::rendered(manifests) }
    }
}

/// What a chart holds.
#[derive(Clone, Debug)]
pub struct Contents {
    /// The chart.
    pub chart: Described,
    /// Who supplies it.
    pub supplier: Option<Supplier>,
    /// SHA-256 of the archive.
    pub archive: Digest,
    /// The archive's name.
    pub file_name: String,
    /// The digest of the chart's manifest.
    pub manifest: Option<Digest>,
    /// Host and path of the repository.
    pub repository: Option<String>,
    /// The tag there.
    pub tag: Option<String>,
    /// Charts within it and within those, each behind the one that holds it; and those that are declared but not there.
    pub subcharts: Vec<Subchart>,
    /// The files in the archive, by path.
    pub files: Vec<FileEntry>,
    /// The definitions of custom resources, by name.
    pub crds: Vec<Crd>,
    /// The images, in the order of the annotation; those found elsewhere behind them.
    pub images: Vec<Image>,
    /// Documents about the images.
    pub linked: Vec<Linked>,
    /// Whether the documents' contents become part of this one.
    pub merge: bool,
    /// What could not be read, in words.
    pub notes: Vec<String>,
}

impl Contents {
    /// Looks at a chart and its archive.
    ///
    /// # Errors
    /// The archive can't be read.
    pub fn of(chart: &Chart, packaged: &Packaged<'_>, details: &Details<'_>) -> Result<Self, ArchiveError> {
        let files = files::of(packaged.archive)?;
        let mut notes = Vec::new();
        let described = Described::of(chart);
        let supplier = Supplier::of(details.supplier, &described.maintainers);
        let rendered = details.rendered.cloned().unwrap_or_default();
        let images = images::of(&chart.metadata, &rendered.images, &mut notes);
        let subcharts = subcharts::of(chart);
        let crds = crds::of(chart, &subcharts, &rendered.crds, &mut notes);
        Ok(Self {
            supplier,
            archive: Digest::of(packaged.archive),
            file_name: crate::clean::text(packaged.file_name),
            manifest: packaged.manifest.clone(),
            repository: packaged.repository.map(crate::clean::text),
            tag: packaged.tag.map(crate::clean::text),
            subcharts,
            chart: described,
            files,
            crds,
            images,
            linked: Vec::new(),
            merge: false,
            notes,
        })
    }

    /// The same with documents about its images.
    #[must_use]
    pub fn with_documents(self, linked: Vec<Linked>, merge: bool) -> Self {
        Self { linked, merge, ..self }
    }

    /// The chart's package URL: that of its manifest, in its repository if that is known; of a chart that is nowhere yet a
    /// generic one with the archive's digest.
    pub fn purl(&self) -> Purl {
        let Some(manifest) = self.manifest.as_ref().map(ToString::to_string) else {
            return Purl::generic(&self.chart.name, &self.chart.version).with("checksum", &self.archive.to_string());
        };
        let purl = match &self.repository {
            Some(repository) => Purl::oci(repository, Some(&manifest)),
            None => Purl::oci(&self.chart.name, Some(&manifest)),
        };
        purl.with("tag", self.tag.as_deref().unwrap_or_default())
    }

    /// Where the chart is, with its digest.
    pub fn location(&self) -> Option<String> {
        let (manifest, repository) = (self.manifest.as_ref()?, self.repository.as_ref()?);
        Some(format!("oci://{repository}@{manifest}"))
    }

    /// Whether a document about an image becomes part of a document in `format`, instead of only being pointed at.
    pub fn merges(&self, linked: &Linked, format: Format) -> bool {
        self.merge && linked.outline.format == format && linked.outline.components <= MAX_MERGED
    }

    /// The documents about an image.
    pub fn documents_of<'a>(&'a self, image: &'a Image) -> impl Iterator<Item = &'a Linked> {
        self.linked.iter().filter(|linked| linked.image == image.key)
    }
}
