//! The section `sbom`.

use std::path::Path;

use goyaml::Node;
use oci::ImageReference;
use sbom::Format;

use super::fields::Fields;
use super::{ImageFile, SbomConfig, schema};
use crate::failure::{Failure, Result};

/// Reads the section.
///
/// # Errors
/// Exit 2 with file, line and column.
pub fn read(path: &Path, top: &Fields<'_>) -> Result<SbomConfig> {
    let Some(node) = top.get("sbom") else { return Ok(SbomConfig::default()) };
    let fields = Fields::new(path, node, schema::SBOM)?;
    let mut formats = fields.texts("formats")?.iter().map(format).collect::<Result<Vec<_>>>()?;
    formats.sort_unstable();
    formats.dedup();
    if formats.is_empty() {
        formats = SbomConfig::default().formats;
    }
    let images = fields.items("images")?.iter().map(|node| image(path, node)).collect::<Result<_>>()?;
    let supplier = fields.text("supplier")?;
    Ok(SbomConfig { formats, supplier, images, find: fields.truth("find")?, merge: fields.truth("merge")? })
}

fn format(name: &crate::decided::Decided<String>) -> Result<Format> {
    Format::named(&name.value).ok_or_else(|| {
        Failure::usage(format!("{}: {:?} is no format", name.decided_by, name.value)).hint("write spdx or cyclonedx")
    })
}

fn image(path: &Path, node: &Node) -> Result<ImageFile> {
    let fields = Fields::new(path, node, schema::SBOM_IMAGE)?;
    let image = fields.required("image")?;
    if let Err(error) = ImageReference::parse(&image.value) {
        return Err(Failure::usage(format!("{}: {:?} is no image: {error}", image.decided_by, image.value)));
    }
    let written = fields.required("file")?.value;
    let file = path.parent().unwrap_or(Path::new("")).join(&written);
    Ok(ImageFile { image, written, path: file })
}
