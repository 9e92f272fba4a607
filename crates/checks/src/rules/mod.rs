//! The table of rules. One line here, one file and one page beside it: that is all a rule is.

use crate::{Facts, Observation, Severity, Subject};

/// Declares the modules and the table at once.
macro_rules! rules {
    ($($name:ident,)*) => {
        $(pub(crate) mod $name;)*

        /// Every rule, in the order in which findings are told.
        pub const TABLE: &[Rule] = &[$($name::RULE,)*];
    };
}

rules! {
    helm_load,
    helm_chart_yaml,
    helm_values,
    helm_templates,
    helm_dependencies,
    helm_crds,
    helm_render,
    helm_kube_version,
    helm_removed_api,
    helm_deprecated_api,
    helm_build_metadata,
    helm_long_name,
    manifest_schema,
    manifest_unknown_kind,
    manifest_duplicate_item,
    manifest_duplicate_key,
    version_semver,
    version_quotes,
    version_tag,
    version_pkg_file,
    version_prerelease,
    version_app_version,
    version_app_prerelease,
    version_build_metadata,
    version_bumped,
    version_backwards,
    version_published,
    version_not_newest,
    version_tag_collision,
    version_loose_tag,
    package_name,
    package_files,
    package_file_size,
    package_release_size,
    package_secrets,
    package_junk,
    package_stray_archive,
    package_helmignore,
    package_symlink,
    package_file_dependency,
    package_dependency_version,
    package_lock,
    schema_missing,
    schema_compiles,
    schema_values,
    schema_remote_ref,
    schema_subchart_closed,
    schema_undescribed,
    crd_invalid,
    crd_strict,
    crd_names,
    crd_structural,
    crd_cel,
    crd_conversion,
    crd_size,
    crd_clash,
    crd_warning,
    crd_lint,
    crd_breaking,
    crd_upgrade,
    example_invalid,
    example_missing,
    example_unknown,
    example_not_served,
    hub_refused,
    hub_annotation,
    hub_annotation_required,
    hub_annotation_security,
    hub_changes_cumulative,
    hub_images_undetected,
    hub_unknown_annotation,
    hub_unknown_key,
    hub_coerced,
    hub_page_breaks,
    hub_logo,
    hub_pkg_file,
    hub_repo_file,
    hub_repo_id,
    hub_repo_id_shared,
    hub_repo_ignore,
    hub_dead_file,
    hub_license,
    hub_readme,
    hub_maintainer,
    hub_dependency,
    hub_hidden,
    hub_changed,
    hub_ignored,
    image_invalid,
    image_latest,
    image_unpinned,
    image_duplicate,
    drift_images,
    drift_images_extra,
    drift_crds,
    drift_crds_examples,
    drift_readme_version,
    drift_maintainers,
    drift_license,
    drift_pkg_file,
    drift_repo_metadata,
    config_exception,
    config_baseline,
}

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

impl Rule {
    /// Whether a name is its id, or that of its group: `image/*`.
    pub fn is_meant_by(&self, name: &str) -> bool {
        self.id == name || name.strip_suffix("/*") == Some(self.group())
    }

    /// The first part of its id.
    pub fn group(&self) -> &'static str {
        self.id.split('/').next().unwrap_or_default()
    }
}

/// Whether a name is that of a rule, or of a group: `image/*`.
pub fn is_known(name: &str) -> bool {
    TABLE.iter().any(|rule| rule.is_meant_by(name))
}

/// The rule with an id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    TABLE.iter().find(|rule| rule.id == id)
}
