//! A version of a definition as the server serves it: everything that judging its custom resources needs, made once.

use crate::definition::{Definition, Scale};
use crate::rules::Rules;
use crate::structural::Structural;
use crate::target::Target;
use crate::validate::Demands;

use super::default;

/// A version of a definition, ready to judge custom resources.
#[derive(Debug)]
pub struct Served {
    pub(super) target: Target,
    pub(super) group: String,
    pub(super) version: String,
    pub(super) kind: String,
    pub(super) namespaced: bool,
    pub(super) has_status: bool,
    pub(super) scale: Option<Scale>,
    pub(super) structural: Structural,
    pub(super) demands: Demands,
    pub(super) rules: Rules,
}

impl Served {
    /// A version of a definition that the server accepts.
    ///
    /// # Errors
    ///
    /// There is no such version, or it has no structural schema.
    pub fn new(definition: &Definition, version: &str, target: Target) -> Result<Self, String> {
        let found = definition.versions.iter().find(|one| one.name == version);
        let found = found.ok_or_else(|| format!("no such version {}", gostd::strconv::quote(version)))?;
        let schema = found.schema.as_ref().ok_or_else(|| format!("version {version} has no schema"))?;
        let structural = Structural::new(schema).map_err(|error| error.to_string())?;
        if structural.default.as_ref().is_some_and(|default| default.as_object().is_none()) {
            return Err("failed to prune default value: object root default value must be of object type".to_owned());
        }
        let structural = default::with_pruned_defaults(&structural);
        Ok(Self {
            target,
            group: definition.group.clone(),
            version: version.to_owned(),
            kind: definition.names.kind.clone(),
            namespaced: definition.scope == "Namespaced",
            has_status: found.subresources.as_ref().is_some_and(|subresources| subresources.status),
            scale: found.subresources.as_ref().and_then(|subresources| subresources.scale.clone()),
            rules: Rules::of(&structural, target),
            demands: Demands::of_schema(schema),
            structural,
        })
    }

    /// `group/version`
    pub(super) fn api_version(&self) -> String {
        format!("{}/{}", self.group, self.version)
    }
}
