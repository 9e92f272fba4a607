//! A document about an image, as far as it must be understood to be pointed at: format, identity, checksums.

use std::fmt;

use oci::Digest;
use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::contents::sha1;
use crate::{Format, clean};

/// The largest document, in bytes: what BuildKit writes at most.
pub const MAX_BYTES: u64 = 40 << 20;

/// Components and packages of images that become part of a document, all together.
pub(crate) const MAX_MERGED: usize = 50_000;

/// How far a document can be believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trust {
    /// The user gave it.
    Given,
    /// Signed, and the signature holds: by whom.
    Verified(String),
    /// Signed, but nobody looked at the signature.
    NotVerified,
    /// Not signed.
    Unsigned,
}

impl fmt::Display for Trust {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Given => formatter.write_str("given by the publisher"),
            Self::Verified(by) => write!(formatter, "signed by {by}"),
            Self::NotVerified => formatter.write_str("signed, signature not verified"),
            Self::Unsigned => formatter.write_str("unsigned"),
        }
    }
}

/// A document about an image of the chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The [`crate::contents::Image::key`] of the image.
    pub image: String,
    /// What it is.
    pub outline: Outline,
    /// Where it is: a URL with a digest, or a file.
    pub location: String,
    /// In which way it is there: `BuildKit attestation`.
    pub source: &'static str,
    /// The platform that it is about, if it is about one.
    pub platform: Option<String>,
    /// How far it can be believed.
    pub trust: Trust,
    /// Its bytes.
    pub bytes: bytes::Bytes,
}

impl Linked {
    /// SHA-256 of the document.
    pub fn sha256(&self) -> String {
        Digest::of(&self.bytes).hex().to_owned()
    }

    /// SHA-1 of the document: SPDX 2.3 demands it.
    pub fn sha1(&self) -> String {
        sha1(&self.bytes)
    }
}

/// The text is no document that can be pointed at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no SPDX 2 or CycloneDX document in JSON: {0}")]
pub struct Unreadable(pub String);

/// What a document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// The format.
    pub format: Format,
    /// The version of the format: `2.3`, `1.6`.
    pub version: String,
    /// SPDX's namespace, or CycloneDX's BOM-Link; none: it has no usable one.
    pub identity: Option<String>,
    /// Components or packages on its top level.
    pub components: usize,
}

impl Outline {
    /// Reads as much of a document as is needed, whatever is in the rest.
    ///
    /// # Errors
    /// [`Unreadable`]: too large, no JSON, another format.
    pub fn of(document: &[u8]) -> Result<Self, Unreadable> {
        if document.len() as u64 > MAX_BYTES {
            return Err(Unreadable(format!("it has more than {MAX_BYTES} bytes")));
        }
        let raw: Raw = serde_json::from_slice(document).map_err(|error| Unreadable(error.to_string()))?;
        if let Some(version) = raw.spdx_version.as_deref().and_then(|text| text.strip_prefix("SPDX-2.")) {
            let identity = raw.document_namespace.as_deref().map(str::trim);
            let identity = identity.filter(|url| clean::is_url(url) && !url.contains('#'));
            return Ok(Self {
                format: Format::Spdx,
                version: format!("2.{}", clean::text(version)),
                identity: identity.map(str::to_owned),
                components: raw.packages.0,
            });
        }
        if raw.bom_format.as_deref() == Some("CycloneDX") {
            let serial = raw.serial_number.as_deref().and_then(|text| text.strip_prefix("urn:uuid:"));
            let number = raw.version.unwrap_or(1).max(1);
            let identity = serial.filter(|uuid| is_uuid(uuid)).map(|uuid| format!("urn:cdx:{uuid}/{number}"));
            let version = clean::text(&raw.spec_version.unwrap_or_default());
            return Ok(Self { format: Format::CycloneDx, version, identity, components: raw.components.0 });
        }
        Err(Unreadable("it has neither `spdxVersion` SPDX-2.x nor `bomFormat` CycloneDX".to_owned()))
    }
}

/// Lower-case hexadecimal digits in groups of 8, 4, 4, 4 and 12.
fn is_uuid(text: &str) -> bool {
    let groups: Vec<usize> = text.split('-').map(str::len).collect();
    groups == [8, 4, 4, 4, 12] && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-'))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Raw {
    #[serde(default)]
    spdx_version: Option<String>,
    #[serde(default)]
    document_namespace: Option<String>,
    #[serde(default)]
    packages: Count,
    #[serde(default)]
    bom_format: Option<String>,
    #[serde(default)]
    spec_version: Option<String>,
    #[serde(default)]
    serial_number: Option<String>,
    #[serde(default)]
    version: Option<u64>,
    #[serde(default)]
    components: Count,
}

/// How many items a list has; they are not kept.
#[derive(Default)]
struct Count(usize);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Counter;
        impl<'de> Visitor<'de> for Counter {
            type Value = Count;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Count, A::Error> {
                let mut count = 0_usize;
                while list.next_element::<IgnoredAny>()?.is_some() {
                    count = count.saturating_add(1);
                }
                Ok(Count(count))
            }

            fn visit_unit<E>(self) -> Result<Count, E> {
                Ok(Count(0))
            }
        }
        deserializer.deserialize_any(Counter)
    }
}
