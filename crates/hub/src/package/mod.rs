//! A package version as Artifact Hub stores and shows it (`internal/hub/pkg.go`, `Package`; `register_package.sql`,
//! `get_package.sql`).

mod change;
mod json;
mod parts;

use std::collections::BTreeMap;

use gostd::json::Value;

pub use change::Change;
pub(crate) use change::{
    BadChanges, NO_CHANGES, NO_ENTRY, RawChange, lower, read as read_changes, validate as validate_change,
};
pub use parts::{ContainerImage, Link, Maintainer, Provider, Recommendation, Screenshot, SignKey};

use crate::category::Category;
use crate::repository::RepositoryKind;

/// One version of a package.
///
/// What only the database knows is not here: ids, the time of ingestion, other versions, statistics. Lists are `None`
/// where Artifact Hub has none, which it tells from empty ones; items are `None` where a publisher's list has null.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Package {
    /// The last part of the repository's URL.
    pub name: String,
    /// Another name by which it is found.
    pub alternative_name: String,
    /// The version without `v`, with three numbers.
    pub version: String,
    /// Version of the application.
    pub app_version: String,
    /// One sentence.
    pub description: String,
    /// Words to search for.
    pub keywords: Vec<String>,
    /// Web page.
    pub home_url: String,
    /// Where the logo comes from, once it is stored.
    pub logo_url: String,
    /// The id of the stored logo.
    pub logo_image_id: String,
    /// The README's text.
    pub readme: String,
    /// The licence; empty if none is known.
    pub license: String,
    /// Links.
    pub links: Option<Vec<Option<Link>>>,
    /// Maintainers with e-mail addresses.
    pub maintainers: Vec<Maintainer>,
    /// Whether it is an operator.
    pub is_operator: bool,
    /// How much an operator can do, in lower case.
    pub capabilities: String,
    /// The category.
    pub category: Category,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Whether it is marked as a prerelease.
    pub prerelease: bool,
    /// Whether it is marked as containing security updates.
    pub contains_security_updates: bool,
    /// What changed, without Markdown.
    pub changes: Option<Vec<Change>>,
    /// Custom resource definitions, as their annotation has them.
    pub crds: Option<Vec<Value>>,
    /// Examples of custom resources.
    pub crds_examples: Option<Vec<Value>>,
    /// Container images.
    pub containers_images: Option<Vec<ContainerImage>>,
    /// Recommended packages.
    pub recommendations: Option<Vec<Option<Recommendation>>>,
    /// Pictures.
    pub screenshots: Option<Vec<Option<Screenshot>>>,
    /// The key with which versions are signed.
    pub sign_key: Option<SignKey>,
    /// How it is signed: `prov`, `cosign`.
    pub signatures: Vec<String>,
    /// Where the archive is.
    pub content_url: String,
    /// `values.schema.json`, unless it is null.
    pub values_schema: Option<Value>,
    /// What only Helm charts have.
    pub data: ChartData,
    /// The repository in which it is.
    pub repository: RepositorySummary,
}

/// The part of a package that only Helm charts have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChartData {
    /// `apiVersion`.
    pub api_version: String,
    /// `kubeVersion`.
    pub kube_version: String,
    /// `type`.
    pub chart_type: String,
    /// The dependencies that the default values leave, under their aliases.
    pub dependencies: Vec<ChartDependency>,
}

/// A dependency of a chart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChartDependency {
    /// Its alias, or its name.
    pub name: String,
    /// The range of versions.
    pub version: String,
    /// Where it is.
    pub repository: String,
}

/// What is known of the repository without asking Artifact Hub.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RepositorySummary {
    /// Its name there, if that is known.
    pub name: Option<String>,
    /// Its URL.
    pub url: String,
    /// Its kind.
    pub kind: RepositoryKind,
}

impl Package {
    /// The name in URLs: lower case, spaces as `-`.
    pub fn normalized_name(&self) -> String {
        lower(&self.name).replace(' ', "-")
    }

    /// Whether it is signed in any way.
    pub fn is_signed(&self) -> bool {
        !self.signatures.is_empty()
    }

    /// Whether the page offers the schema of the values: `{}` is as good as none.
    pub fn has_values_schema(&self) -> bool {
        self.values_schema.as_ref().is_some_and(|schema| *schema != Value::Object(BTreeMap::new()))
    }

    /// Whether this version alone gives the package a changelog; an empty list does.
    pub fn has_changelog(&self) -> bool {
        self.changes.is_some()
    }

    /// Whether all images are whitelisted; `None` without images.
    pub fn all_images_whitelisted(&self) -> Option<bool> {
        let images = self.containers_images.as_ref().filter(|images| !images.is_empty())?;
        Some(images.iter().all(|image| image.whitelisted))
    }
}
