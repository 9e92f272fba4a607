//! What a release may suppose of its cluster: `.Capabilities` (Helm: `pkg/chart/common/capabilities.go`).

mod api_versions;
mod kube_version;
#[cfg(test)]
mod tests;

use std::fmt;

pub use kube_version::{KubeVersion, KubeVersionError};

use super::dependencies::is_compatible;
use api_versions::{HELM_3, HELM_4};

/// The data behind `.Capabilities`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capabilities {
    /// The version of Kubernetes.
    pub kube_version: KubeVersion,
    /// Group versions that the cluster knows: those of Helm's own client, then the ones the user has added.
    pub api_versions: Vec<String>,
    /// Helm itself.
    pub helm_version: HelmVersion,
}

/// The build of Helm that is shown to templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HelmVersion {
    /// `v4.3.1`
    pub version: &'static str,
    /// The commit it was built from.
    pub git_commit: &'static str,
    /// `clean`, or nothing.
    pub git_tree_state: &'static str,
    /// The Go release it was built with.
    pub go_version: &'static str,
    /// The version of Kubernetes that its client is made for; Helm 3 does not have the field.
    pub kube_client_version: Option<&'static str>,
}

/// Helm 4.3.1 as it is released.
pub const HELM_4_3_1: HelmVersion = HelmVersion {
    version: "v4.3.1",
    git_commit: "c0d08d0d6d9424d4a14febb5e8a3e51b0dd00dff",
    git_tree_state: "clean",
    go_version: "go1.27.2",
    kube_client_version: Some("v1.37"),
};

/// Helm 3.20 as it is part of Artifact Hub.
pub const HELM_3_20: HelmVersion = HelmVersion {
    version: "v3.20",
    git_commit: "",
    git_tree_state: "",
    go_version: "go1.26.1",
    kube_client_version: None,
};

impl Capabilities {
    /// What `helm template` 4.3.1 supposes without flags.
    #[must_use]
    pub fn helm_4() -> Self {
        Self {
            kube_version: KubeVersion::known("v1.37.0", "1", "37"),
            api_versions: HELM_4.iter().map(|version| (*version).to_owned()).collect(),
            helm_version: HELM_4_3_1,
        }
    }

    /// What Artifact Hub supposes when it looks for images.
    #[must_use]
    pub fn artifact_hub() -> Self {
        Self {
            kube_version: KubeVersion::known("1.29", "", ""),
            api_versions: HELM_3.iter().map(|version| (*version).to_owned()).collect(),
            helm_version: HELM_3_20,
        }
    }

    /// Whether a group version is known (`VersionSet.Has`).
    #[must_use]
    pub fn has(&self, api_version: &str) -> bool {
        self.api_versions.iter().any(|known| known == api_version)
    }

    /// Checks the constraint of `kubeVersion` in the outermost chart; an empty one is none.
    ///
    /// # Errors
    /// The version does not satisfy the constraint, or the constraint can't be read.
    pub fn check_kube_version(&self, constraint: &str) -> Result<(), Incompatible> {
        if constraint.is_empty() || is_compatible(constraint, self.kube_version.normalised()) {
            return Ok(());
        }
        Err(Incompatible { constraint: constraint.to_owned(), version: self.kube_version.version.clone() })
    }
}

/// A chart that is not made for this Kubernetes. The text is Helm's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incompatible {
    /// What the chart requires.
    pub constraint: String,
    /// What there is.
    pub version: String,
}

impl fmt::Display for Incompatible {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { constraint, version } = self;
        write!(formatter, "chart requires kubeVersion: {constraint} which is incompatible with Kubernetes {version}")
    }
}

impl std::error::Error for Incompatible {}
