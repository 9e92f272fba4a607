//! Step 6: SBOMs, attested, as plain documents and under cosign's `.sbom` tag, and whether they are about this chart.
//!
//! An SBOM that Portolan made is made again from the chart in the archive, and compared in what follows from the chart
//! alone: name, version and digest of the archive, the checksum of every file, and that every chart within, definition and
//! image of the annotations is there. What depends on the release (supplier, repository, documents of images) is not.
//! Of another tool's SBOM only the subject is compared, which its signature covers.

use std::cell::OnceCell;
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
    let again = Again::new(chart, request);
    let attested: Vec<(Format, &Claim)> = [Format::Spdx, Format::CycloneDx]
        .into_iter()
        .flat_map(|format| claims.of(predicate_type(format)).map(move |claim| (format, claim)))
        .collect();
    let mut told: Vec<Judged> = attested.iter().map(|(format, claim)| claimed(*format, claim, &again)).collect();
    told.extend(documents(attached, &attested, &again));
    told.extend(tagged(attached, &attested, &again));
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

fn claimed(format: Format, claim: &Claim, again: &Again<'_>) -> Judged {
    let document = claim.predicate().unwrap_or(&Value::Null);
    match again.compared(format, document) {
        Ok(detail) => claim.judged(ATTESTED, format!("{}: {detail}", format.name())),
        Err(detail) => Judged::failed(ATTESTED, Some(claim.digest()), format!("{}: {detail}", format.name())),
    }
}

/// Plain documents: nothing signs them, so they must say what is attested, or at least what the chart says.
fn documents(attached: &Attached, attested: &[(Format, &Claim)], again: &Again<'_>) -> Vec<Judged> {
    let mut told = Vec::new();
    for manifest in attached.manifests(&again.chart.manifest.digest) {
        let layers = manifest.document().ok().and_then(|document| document.layers).unwrap_or_default();
        let [layer] = layers.as_slice() else { continue };
        let Some(format) = format_of(&layer.media_type) else { continue };
        let Some(Fetched::There(bytes)) = attached.blob(layer) else { continue };
        told.push(plain(format, (&manifest.digest, bytes), attested, again));
    }
    told
}

/// What is under cosign's `.sbom` tag, if there is anything: one document that is whole and about the chart.
fn tagged(attached: &Attached, attested: &[(Format, &Claim)], again: &Again<'_>) -> Option<Judged> {
    let tag = classic::document_tag(&again.chart.manifest.digest);
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
            let judged = plain(format, (&manifest.digest, bytes), attested, again);
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
    again: &Again<'_>,
) -> Judged {
    let digest = Some(digest);
    let document: Value = match serde_json::from_slice(bytes) {
        Ok(document) => document,
        Err(error) => return Judged::failed(PLAIN, digest, format!("{}: not JSON: {error}", format.name())),
    };
    let same = attested.iter().find(|(other, claim)| *other == format && claim.predicate() == Some(&document));
    match (same, again.compared(format, &document)) {
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

/// What Portolan's own documents about the chart say, made again, each form once and only if there is one to compare.
struct Again<'a> {
    chart: &'a VerifiedChart,
    request: &'a Request<'a>,
    contents: OnceCell<Result<Contents, String>>,
    spdx: OnceCell<Result<Outline, String>>,
    cyclonedx: OnceCell<Result<Outline, String>>,
}

impl<'a> Again<'a> {
    fn new(chart: &'a VerifiedChart, request: &'a Request<'a>) -> Self {
        let (contents, spdx, cyclonedx) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        Self { chart, request, contents, spdx, cyclonedx }
    }

    /// Compares a document with the chart, if Portolan made it.
    fn compared(&self, format: Format, document: &Value) -> Result<&'static str, String> {
        if !is_ours(format, document) {
            return Ok("of another tool, about this digest");
        }
        let made = match format {
            Format::Spdx => &self.spdx,
            Format::CycloneDx => &self.cyclonedx,
        };
        let expected = made.get_or_init(|| self.outline(format)).as_ref().map_err(Clone::clone)?;
        Outline::of(format, document).agree_with(expected)?;
        Ok("agrees with the chart")
    }

    fn outline(&self, format: Format) -> Result<Outline, String> {
        let contents = self.contents.get_or_init(|| self.contents()).as_ref().map_err(Clone::clone)?;
        let made = serde_json::from_slice(&format.document(contents, 0)).map_err(|error| error.to_string())?;
        Ok(Outline::of(format, &made))
    }

    fn contents(&self) -> Result<Contents, String> {
        let name = self.chart.file_name();
        let packaged = Packaged {
            archive: &self.chart.archive,
            file_name: &name,
            manifest: Some(self.chart.manifest.digest.clone()),
            repository: Some(self.request.image_name),
            tag: None,
        };
        Contents::of(&self.chart.chart, &packaged, &Details::default()).map_err(|error| error.to_string())
    }
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
