//! The identifier of everything in a document.

use crate::Contents;

/// Identifiers, in the order of the contents.
pub(crate) struct Refs {
    /// The chart's.
    pub(crate) chart: String,
    /// Those of the charts within.
    pub(crate) subcharts: Vec<String>,
    /// Those of the definitions.
    pub(crate) crds: Vec<String>,
    /// Those of the images.
    pub(crate) images: Vec<String>,
    /// Those of the files.
    pub(crate) files: Vec<String>,
}

impl Refs {
    /// Asks for an identifier that looks like what it is given, one after the other.
    pub(crate) fn of(contents: &Contents, mut give: impl FnMut(&str) -> String) -> Self {
        let image = |image: &crate::contents::Image| match image.digest() {
            Some(digest) => format!("image/{}@{digest}", image.name()),
            None => format!("image/{}", image.key),
        };
        Self {
            chart: give("chart"),
            subcharts: contents.subcharts.iter().map(|subchart| give(&format!("chart/{}", subchart.path))).collect(),
            crds: contents.crds.iter().map(|crd| give(&format!("crd/{}", crd.name))).collect(),
            images: contents.images.iter().map(|one| give(&image(one))).collect(),
            files: contents.files.iter().map(|file| give(&format!("file/{}", file.path))).collect(),
        }
    }

    /// The chart that holds a chart within or a definition.
    pub(crate) fn parent(&self, parent: Option<usize>) -> &str {
        parent.and_then(|index| self.subcharts.get(index)).unwrap_or(&self.chart)
    }
}
