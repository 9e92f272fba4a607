//! What a `Chart.yaml` says about its chart, cleaned.

use chart::{Chart, Maintainer};

use super::license::{self, License};
use crate::clean;

/// Entries of a list that are kept.
const MAX_ENTRIES: usize = 100;

/// A chart as it describes itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// One sentence.
    pub description: Option<String>,
    /// The version of what it installs.
    pub app_version: Option<String>,
    /// The range of Kubernetes versions.
    pub kube_version: Option<String>,
    /// `application` or `library`.
    pub kind: &'static str,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// The project's page.
    pub home: Option<String>,
    /// Addresses of the source code.
    pub sources: Vec<String>,
    /// Who to turn to.
    pub maintainers: Vec<Supplier>,
    /// Its licence.
    pub license: License,
}

impl Described {
    /// What a chart says of itself.
    pub(super) fn of(chart: &Chart) -> Self {
        let metadata = &chart.metadata;
        let sources = metadata.sources.iter().filter_map(|source| clean::url(source));
        Self {
            name: clean::text(&metadata.name),
            version: clean::text(&metadata.version),
            description: clean::some(&metadata.description),
            app_version: clean::some(&metadata.app_version),
            kube_version: clean::some(&metadata.kube_version),
            kind: if chart.is_library() { "library" } else { "application" },
            deprecated: metadata.deprecated,
            home: clean::url(&metadata.home),
            sources: sources.take(MAX_ENTRIES).collect(),
            maintainers: metadata.maintainers.iter().filter_map(person).take(MAX_ENTRIES).collect(),
            license: license::of(chart),
        }
    }
}

/// A person or an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supplier {
    /// Whether it is an organisation for sure.
    pub is_organization: bool,
    /// Its name.
    pub name: String,
    /// Its address of mail.
    pub mail: Option<String>,
    /// Its page.
    pub url: Option<String>,
}

impl Supplier {
    /// The configured organisation, else the first maintainer.
    pub(super) fn of(configured: Option<&str>, maintainers: &[Self]) -> Option<Self> {
        let organization = |name| Self { is_organization: true, name, mail: None, url: None };
        let configured = configured.and_then(clean::some).map(organization);
        configured.or_else(|| maintainers.first().cloned())
    }
}

fn person(maintainer: &Maintainer) -> Option<Supplier> {
    let mail = clean::mail(&maintainer.email).map(str::to_owned);
    let name = clean::some(&maintainer.name).or_else(|| mail.clone())?;
    let url = clean::url(&maintainer.url);
    Some(Supplier { is_organization: false, name, mail, url })
}
