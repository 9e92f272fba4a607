//! What edges know beyond the chart's files.

use serde::Deserialize;

/// What edges know beyond the files. Everything is optional: a rule without its fact has nothing to say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Facts {
    /// The version that somebody outside expects, and who: `--expect-version` or a git tag in CI.
    pub expected_version: Option<(String, String)>,
    /// The chart at a commit of git: `--since`.
    pub base: Option<Base>,
    /// The chart in a registry: `--against`.
    pub published: Option<Published>,
    /// The other charts that are looked at in the same run.
    pub siblings: Vec<Sibling>,
}

/// The chart as it was at a commit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Base {
    /// The commit as it was asked for: `origin/main`.
    pub reference: String,
    /// The chart's version there; nothing if the chart is new.
    pub version: Option<String>,
    /// Files of the package that are not the same there, relative to the chart.
    pub changed: Vec<String>,
    /// The descriptions in `artifacthub.io/changes` there.
    pub changes: Vec<String>,
    /// The custom resource definitions that the chart itself brings there, as YAML.
    pub definitions: Vec<String>,
}

/// The chart's repository in a registry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Published {
    /// `oci://host/namespace/chart`
    pub repository: String,
    /// The versions there, `+` restored.
    pub versions: Vec<String>,
    /// The version of the same name, if it is there.
    pub same: Option<Same>,
    /// The id in the metadata under the tag `artifacthub.io`; nothing if there is none.
    pub repository_id: Option<String>,
}

/// A published version with the version of the chart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Same {
    /// The digest that the tag holds.
    pub digest: String,
    /// What differs: files, and fields of `Chart.yaml`.
    pub changed: Vec<String>,
}

/// Another chart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Sibling {
    /// Its folder.
    pub path: String,
    /// Its name.
    pub name: String,
    /// The id of its repository in Artifact Hub.
    pub repository_id: Option<String>,
}
