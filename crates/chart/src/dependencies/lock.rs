//! `Chart.lock`: exact versions, and a digest of the list that they were chosen for.

use std::fmt::Write as _;

use gostd::json::Value;
use gostd::time::Timestamp;
use sha2::{Digest, Sha256};

use super::DependencyError;
use crate::go_struct::{Fields, list_text};
use crate::metadata::{API_VERSION_1, Dependency};

/// The lock beside `Chart.yaml`.
pub const CHART_LOCK: &str = "Chart.lock";
/// The lock of `v1` charts.
pub const REQUIREMENTS_LOCK: &str = "requirements.lock";
/// How Go writes the time that is none.
const ZERO_TIME: &str = "0001-01-01T00:00:00Z";

/// The name of a chart's lock file.
pub fn lock_file_name(api_version: &str) -> &'static str {
    if api_version == API_VERSION_1 { REQUIREMENTS_LOCK } else { CHART_LOCK }
}

/// A lock file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lock {
    /// When it was made; `None` where the file does not say.
    pub generated: Option<Timestamp>,
    /// Digest of the list and of these dependencies, see [`lock_digest`].
    pub digest: String,
    /// One version of each dependency; `None` (Go's nil, written as `null`) where the file has no list.
    pub dependencies: Option<Vec<Dependency>>,
}

impl Lock {
    /// The locked dependencies, none where there is no list.
    pub fn entries(&self) -> &[Dependency] {
        self.dependencies.as_deref().unwrap_or_default()
    }

    /// The same lock as if made at a Unix time (in seconds), in UTC.
    #[must_use]
    pub fn stamped(&self, unix_time: i64) -> Self {
        Self { generated: Some(Timestamp::from_unix(unix_time)), ..self.clone() }
    }

    /// The file's text as Helm writes it: keys sorted, times with nanoseconds and their own offset.
    ///
    /// # Errors
    /// Texts that YAML can't hold.
    pub fn to_yaml(&self) -> Result<String, goyaml::Error> {
        let dependencies = self.dependencies.as_ref();
        let dependencies = dependencies.map(|list| list.iter().map(|item| item.fields().to_value()).collect());
        let generated = self.generated.map_or_else(|| ZERO_TIME.to_owned(), Timestamp::to_rfc3339_nano);
        let members = [
            ("dependencies", dependencies.map_or(Value::Null, Value::Array)),
            ("digest", Value::from(self.digest.as_str())),
            ("generated", Value::from(generated)),
        ];
        let members = members.into_iter().map(|(key, value)| (key.to_owned(), value));
        goyaml::try_emit(&Value::Object(members.collect()))
    }
}

/// How a lock agrees with a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockMatch {
    /// By its digest.
    Current,
    /// By the digest that Helm 2 wrote for `v1` charts.
    Helm2,
}

/// The digest of a list of dependencies and of what it was resolved to: SHA-256 of Go's compact JSON of
/// both lists (Helm: `resolver.HashReq`). Neither list may be Go's nil; [`lock_in_sync`] knows about those.
pub fn lock_digest(requested: &[Dependency], locked: &[Dependency]) -> String {
    digest(&format!("[{},{}]", json(requested), json(locked)))
}

/// The digest that Helm 2 wrote into `requirements.lock` (Helm: `resolver.HashV2Req`).
pub fn legacy_lock_digest(requested: &[Dependency]) -> String {
    digest(&format!("{{\"dependencies\":{}}}", json(requested)))
}

/// Whether a lock was made for this list.
///
/// The repositories of the list must be addresses: aliases (`@name`) are replaced before Helm computes the digest,
/// except for Helm 2's.
///
/// # Errors
/// [`DependencyError::OutOfSync`], worded for the chart's `apiVersion`.
pub fn lock_in_sync(api_version: &str, requested: &[Dependency], lock: &Lock) -> Result<LockMatch, DependencyError> {
    let empty_list = ["null".to_owned(), "[]".to_owned()];
    let texts = |list: &[Dependency]| if list.is_empty() { empty_list.to_vec() } else { vec![json(list)] };
    let locked = texts(lock.entries());
    let current = texts(requested)
        .iter()
        .any(|requested| locked.iter().any(|locked| digest(&format!("[{requested},{locked}]")) == lock.digest));
    let legacy = api_version == API_VERSION_1;
    if current {
        Ok(LockMatch::Current)
    } else if legacy && legacy_lock_digest(requested) == lock.digest {
        Ok(LockMatch::Helm2)
    } else {
        Err(DependencyError::OutOfSync {
            lock_file: lock_file_name(api_version),
            list_file: if legacy { "requirements.yaml" } else { "Chart.yaml" },
            legacy,
        })
    }
}

fn json(dependencies: &[Dependency]) -> String {
    let fields: Vec<Fields> = dependencies.iter().map(Dependency::fields).collect();
    list_text(&fields)
}

/// `sha256:` and the hexadecimal SHA-256 of a text.
fn digest(text: &str) -> String {
    format!("sha256:{}", hex_sha256(text.as_bytes()))
}

/// The SHA-256 of bytes in hexadecimal digits.
pub(crate) fn hex_sha256(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a String can't fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
