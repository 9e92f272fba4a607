//! The table of rules. One line here, one file and one page beside it: that is all a rule is.

mod drift_pkg_file;
pub(crate) mod helm_load;
mod hub_annotation_required;
mod hub_annotation_security;
mod hub_annotation_shape;
mod hub_pkg_file;
pub(crate) mod hub_repo_file;
mod hub_repo_id;
mod hub_repo_ignore;
mod package_files;
mod package_name;
mod version_pkg_file;
mod version_prerelease;
mod version_semver;
mod version_tag;

use crate::{Facts, Observation, Severity, Subject};

/// A rule.
pub struct Rule {
    /// Permanent id, `group/name`.
    pub id: &'static str,
    /// How much its findings matter.
    pub severity: Severity,
    /// One sentence: what must hold.
    pub summary: &'static str,
    /// Its page, in Markdown.
    pub page: &'static str,
    /// What it sees.
    pub look: fn(&Subject<'_>, &Facts) -> Vec<Observation>,
}

/// Every rule, in the order in which findings are told.
pub const TABLE: &[Rule] = &[
    helm_load::RULE,
    version_semver::RULE,
    version_tag::RULE,
    version_pkg_file::RULE,
    version_prerelease::RULE,
    package_name::RULE,
    package_files::RULE,
    hub_annotation_required::RULE,
    hub_annotation_shape::RULE,
    hub_annotation_security::RULE,
    hub_pkg_file::RULE,
    hub_repo_file::RULE,
    hub_repo_id::RULE,
    hub_repo_ignore::RULE,
    drift_pkg_file::RULE,
];
