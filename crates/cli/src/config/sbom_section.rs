//! The section `sbom`.

use std::path::Path;

use goyaml::Node;
use oci::ImageReference;
use sbom::Format;

use super::fields::{Fields, wrong};
use super::{ImageFile, SbomConfig, schema};
use crate::believed::Believed;
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
    let signers = fields.items("signers")?.iter().map(|node| signer(path, node)).collect::<Result<_>>()?;
    let (find, merge) = (fields.truth("find")?, fields.truth("merge")?);
    Ok(SbomConfig { formats, supplier, images, find, merge, signers })
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

/// A key, or an identity with who vouches for it.
fn signer(path: &Path, node: &Node) -> Result<Believed> {
    let fields = Fields::new(path, node, schema::SBOM_SIGNER)?;
    let text = |key: &str| Ok::<_, Failure>(fields.text(key)?.map(|text| text.value));
    let keys: Vec<_> = text("key")?.map(|key| path.parent().unwrap_or(Path::new("")).join(key)).into_iter().collect();
    let signer = Believed {
        keys,
        certificate_identity: text("identity")?,
        certificate_identity_regexp: text("identityRegexp")?,
        certificate_oidc_issuer: text("issuer")?,
        certificate_oidc_issuer_regexp: text("issuerRegexp")?,
        ..Believed::default()
    };
    let count = |texts: [&Option<String>; 2]| texts.into_iter().flatten().count();
    let identities = count([&signer.certificate_identity, &signer.certificate_identity_regexp]);
    let issuers = count([&signer.certificate_oidc_issuer, &signer.certificate_oidc_issuer_regexp]);
    match (signer.keys.len(), identities, issuers) {
        (1, 0, 0) | (0, 1, 1) => Ok(signer),
        _ => Err(wrong(
            path,
            node,
            "expected either `key`, or one of `identity` and `identityRegexp` with one of `issuer` and `issuerRegexp`",
        )),
    }
}
