//! The fields of Artifact Hub's answers that matter here.

use serde::{Deserialize, Serialize};

/// A version as Artifact Hub shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Listed {
    /// Package name.
    #[serde(default)]
    pub name: String,
    /// Version, normalised.
    #[serde(default)]
    pub version: String,
    /// Where Artifact Hub would pull it from.
    #[serde(default)]
    pub content_url: Option<String>,
    /// Whether a signature was found.
    #[serde(default)]
    pub signed: bool,
    /// `prov`, `cosign`.
    #[serde(default)]
    pub signatures: Vec<String>,
    /// Licence.
    #[serde(default)]
    pub license: Option<String>,
    /// Whether it is called a prerelease.
    #[serde(default)]
    pub prerelease: bool,
    /// The repository it belongs to.
    #[serde(default)]
    pub repository: ListedRepository,
}

/// The repository of a listed version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct ListedRepository {
    /// Whether the publisher is verified.
    #[serde(default)]
    pub verified_publisher: bool,
}

impl Listed {
    /// The version for people.
    pub fn text(&self) -> String {
        let signatures = if self.signatures.is_empty() { "none".to_owned() } else { self.signatures.join(", ") };
        let verified = if self.repository.verified_publisher { "yes" } else { "no" };
        format!(
            "listed {} {}\n  signatures         {signatures}\n  verified publisher {verified}",
            self.name, self.version
        )
    }
}

/// What Artifact Hub's tracker knows of a repository.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct TrackedRepository {
    /// Name.
    #[serde(default)]
    pub name: String,
    /// Address.
    #[serde(default)]
    pub url: String,
    /// SHA-256 over the list of versions at the last pass.
    #[serde(default)]
    pub digest: Option<String>,
    /// What went wrong at the last pass, one line each.
    #[serde(default)]
    pub last_tracking_errors: Option<String>,
}
