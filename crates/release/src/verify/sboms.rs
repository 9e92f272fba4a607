//! Step 6: SBOMs, attested, as plain documents and under cosign's `.sbom` tag, and whether they are about this chart.
//!
//! An SBOM that Portolan made is made again from the chart in the archive, and compared in what follows from the chart
//! alone: name, version and digest of the archive, the checksum of every file, and that every chart within, definition and
//! image of the annotations is there. What depends on the release (supplier, repository, documents of images) is not.
//! Of another tool's SBOM only the subject is compared, which its signature covers.

use std::collections::{BTreeMap, BTreeSet};

use sbom::{Contents, Details, Format, Packaged};
use serde_json::Value;
use signing::classic;

use super::attached::{Attached, Fetched};
use super::chart::VerifiedChart;
use super::claims::{Claim, Claims};
use super::judged::Judged;
use super::request::{Request, Requirement};
use crate::attest::{is_ours, predicate_type};

const ATTESTED: &str = "SBOM attestation";
const PLAIN: &str = "SBOM document";
const TAGGED: &str = "SBOM under cosign's tag";

/// Lines about every SBOM.
pub(super) fn judge(attached: &Attached, claims: &Claims, chart: &VerifiedChart, request: &Request<'_>) -> Vec<Judged> {
    let attested: Vec<(Format, &Claim)> = [Format::Spdx, Format::CycloneDx]
        .into_iter()
        .flat_map(|format| claims.of(predicate_type(format)).map(move |claim| (format, claim)))
        .collect();
    let mut told: Vec<Judged> =
        attested.iter().map(|(format, claim)| claimed(*format, claim, chart, request)).collect();
    told.extend(documents(attached, &attested, chart, request));
    told.extend(tagged(attached, &attested, chart, request));
    let proven = attested.iter().any(|(_, claim)| claim.proven.is_some());
    if request.requires(Requirement::Sbom) && !proven {
        told.push(Judged::failed("SBOM", None, "none is attested by the holder; expected one, because it is required"));
    } else if told.is_empty() {
        told.push(Judged::absent("SBOM", "none is attached"));
    }
    told
}

/// The attested SBOMs that Portolan made.
pub(super) fn of_portolan(claims: &Claims) -> impl Iterator<Item = &Claim> {
    let made = move |format: Format| {
        claims
            .bundles(predicate_type(format))
            .filter(move |claim| claim.predicate().is_some_and(|one| is_ours(format, one)))
    };
    [Format::Spdx, Format::CycloneDx].into_iter().flat_map(made)
}

fn claimed(format: Format, claim: &Claim, chart: &VerifiedChart, request: &Request<'_>) -> Judged {
    let document = claim.predicate().unwrap_or(&Value::Null);
    match compared(format, document, chart, request) {
        Ok(detail) => claim.judged(ATTESTED, format!("{}: {detail}", format.name())),
        Err(detail) => Judged::failed(ATTESTED, Some(claim.digest()), format!("{}: {detail}", format.name())),
    }
}

/// Plain documents: nothing signs them, so they must say what is attested, or at least what the chart says.
fn documents(
    attached: &Attached,
    attested: &[(Format, &Claim)],
    chart: &VerifiedChart,
    request: &Request<'_>,
) -> Vec<Judged> {
    let mut told = Vec::new();
    for manifest in attached.manifests(&chart.manifest.digest) {
        let layers = manifest.document().ok().and_then(|document| document.layers).unwrap_or_default();
        let [layer] = layers.as_slice() else { continue };
        let Some(format) = format_of(&layer.media_type) else { continue };
        let Some(Fetched::There(bytes)) = attached.blob(layer) else { continue };
        told.push(plain(format, (&manifest.digest, bytes), attested, (chart, request)));
    }
    told
}

/// What is under cosign's `.sbom` tag, if there is anything: one document that is whole and about the chart.
fn tagged(
    attached: &Attached,
    attested: &[(Format, &Claim)],
    chart: &VerifiedChart,
    request: &Request<'_>,
) -> Option<Judged> {
    let tag = classic::document_tag(&chart.manifest.digest);
    let manifest = match attached.document.as_ref()? {
        Fetched::There(manifest) => manifest,
        Fetched::Gone(detail) | Fetched::Broken(detail) => {
            return Some(Judged::failed(TAGGED, None, format!("tag {tag}: {detail}")));
        }
    };
    let digest = Some(&manifest.digest);
    let document = match manifest.document() {
        Ok(document) => document,
        Err(error) => return Some(Judged::failed(TAGGED, digest, format!("tag {tag}: {error}"))),
    };
    let layers = document.layers.unwrap_or_default();
    let blobs = document.config.iter().chain(&layers).filter_map(|blob| attached.blob(blob));
    for blob in blobs {
        if let Fetched::Gone(detail) | Fetched::Broken(detail) = blob {
            return Some(Judged::failed(TAGGED, digest, detail));
        }
    }
    let ([layer], Some(_)) = (layers.as_slice(), document.config) else {
        return Some(Judged::warning(TAGGED, digest, format!("tag {tag}: expected a config and one layer")));
    };
    match (format_of(&layer.media_type), attached.blob(layer)) {
        (Some(format), Some(Fetched::There(bytes))) => {
            let judged = plain(format, (&manifest.digest, bytes), attested, (chart, request));
            Some(Judged { what: TAGGED.to_owned(), ..judged })
        }
        _ => {
            let detail = format!("tag {tag}: a document of type {:?}, which was not looked at", layer.media_type);
            Some(Judged::warning(TAGGED, digest, detail))
        }
    }
}

fn plain(
    format: Format,
    (digest, bytes): (&oci::Digest, &[u8]),
    attested: &[(Format, &Claim)],
    (chart, request): (&VerifiedChart, &Request<'_>),
) -> Judged {
    let digest = Some(digest);
    let document: Value = match serde_json::from_slice(bytes) {
        Ok(document) => document,
        Err(error) => return Judged::failed(PLAIN, digest, format!("{}: not JSON: {error}", format.name())),
    };
    let same = attested.iter().find(|(other, claim)| *other == format && claim.predicate() == Some(&document));
    match (same, compared(format, &document, chart, request)) {
        (_, Err(detail)) => Judged::failed(PLAIN, digest, format!("{}: {detail}", format.name())),
        (Some((_, claim)), Ok(_)) => claim_of(claim, format, digest),
        (None, Ok(detail)) => Judged::present(PLAIN, digest, format!("{}: {detail}; not signed", format.name())),
    }
}

fn claim_of(claim: &Claim, format: Format, digest: Option<&oci::Digest>) -> Judged {
    let detail = format!("{}: what {} attests", format.name(), claim.digest());
    match claim.proven {
        Some(_) => Judged::verified(PLAIN, digest, detail),
        None => Judged::present(PLAIN, digest, detail),
    }
}

fn format_of(media_type: &str) -> Option<Format> {
    let formats = [Format::Spdx, Format::CycloneDx].into_iter();
    let known = |format: &Format| format.media_type() == media_type;
    if media_type == classic::SPDX_TYPE { Some(Format::Spdx) } else { formats.into_iter().find(known) }
}

/// Compares a document with the chart, if Portolan made it.
fn compared(
    format: Format,
    document: &Value,
    chart: &VerifiedChart,
    request: &Request<'_>,
) -> Result<&'static str, String> {
    if !is_ours(format, document) {
        return Ok("of another tool, about this digest");
    }
    let name = chart.file_name();
    let packaged = Packaged {
        archive: &chart.archive,
        file_name: &name,
        manifest: Some(chart.manifest.digest.clone()),
        repository: Some(request.image_name),
        tag: None,
    };
    let contents = Contents::of(&chart.chart, &packaged, &Details::default()).map_err(|error| error.to_string())?;
    let again: Value = serde_json::from_slice(&format.document(&contents, 0)).map_err(|error| error.to_string())?;
    let (expected, found) = (Outline::of(format, &again), Outline::of(format, document));
    found.agree_with(&expected)?;
    Ok("agrees with the chart")
}

/// What of a document follows from the chart alone.
struct Outline {
    /// Name, version, and digest of the archive.
    chart: [String; 3],
    /// Checksums by path.
    files: BTreeMap<String, String>,
    /// Name and version of everything else.
    parts: BTreeSet<String>,
}

impl Outline {
    fn of(format: Format, document: &Value) -> Self {
        match format {
            Format::Spdx => Self::of_spdx(document),
            Format::CycloneDx => Self::of_cyclonedx(document),
        }
    }

    fn of_spdx(document: &Value) -> Self {
        let empty = Vec::new();
        let list = |key: &str| document[key].as_array().unwrap_or(&empty).clone();
        let packages = list("packages");
        let (chart, parts) =
            packages.split_first().map_or((Value::Null, [].as_slice()), |(one, rest)| (one.clone(), rest));
        Self {
            chart: [
                text(&chart["name"]),
                text(&chart["versionInfo"]),
                sum(&chart["checksums"], ["algorithm", "SHA256", "checksumValue"]),
            ],
            files: list("files")
                .iter()
                .map(|file| {
                    (text(&file["fileName"]), sum(&file["checksums"], ["algorithm", "SHA256", "checksumValue"]))
                })
                .collect(),
            parts: parts.iter().map(|one| format!("{} {}", text(&one["name"]), text(&one["versionInfo"]))).collect(),
        }
    }

    fn of_cyclonedx(document: &Value) -> Self {
        let chart = &document["metadata"]["component"];
        let empty = Vec::new();
        let components = document["components"].as_array().unwrap_or(&empty);
        let (files, parts): (Vec<&Value>, Vec<&Value>) = components.iter().partition(|one| one["type"] == "file");
        let hash = |of: &Value| sum(&of["hashes"], ["alg", "SHA-256", "content"]);
        Self {
            chart: [text(&chart["name"]), text(&chart["version"]), hash(chart)],
            files: files.iter().map(|file| (text(&file["name"]), hash(file))).collect(),
            parts: parts.iter().map(|one| format!("{} {}", text(&one["name"]), text(&one["version"]))).collect(),
        }
    }

    fn agree_with(&self, expected: &Self) -> Result<(), String> {
        let names = ["name", "version", "digest of the archive"];
        for ((name, found), expected) in names.iter().zip(&self.chart).zip(&expected.chart) {
            if found != expected {
                return Err(format!("the chart's {name} is {found:?} there; expected {expected:?}"));
            }
        }
        let paths: BTreeSet<&String> = self.files.keys().chain(expected.files.keys()).collect();
        for path in paths {
            let (found, expected) = (self.files.get(path), expected.files.get(path));
            if found != expected {
                let say = |sum: Option<&String>| sum.map_or_else(|| "nothing".to_owned(), Clone::clone);
                return Err(format!("file {path:?}: {} there; expected {}", say(found), say(expected)));
            }
        }
        match expected.parts.difference(&self.parts).next() {
            Some(missing) => Err(format!("{missing:?} is in the chart but not there")),
            None => Ok(()),
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The checksum of one algorithm in a list of objects.
fn sum(list: &Value, [key, algorithm, content]: [&str; 3]) -> String {
    let found = list.as_array().into_iter().flatten().find(|one| one[key] == algorithm);
    found.map(|one| text(&one[content])).unwrap_or_default()
}
