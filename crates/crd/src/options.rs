//! How strict the server is: at create with everything, at update not with what the old object already did.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::target::Target;

/// What the server demands of a definition (`validationOptions` of `k8s.io/apiextensions-apiserver`). [`Options::create`]
/// demands all of it; [`Options::update`] does not demand what the old definition already failed to give.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "the server's own switches, each independent of the others")]
pub struct Options {
    /// Which server.
    pub target: Target,
    /// Every version has a schema.
    pub require_schema: bool,
    /// Schemas are structural. Schemas with defaults or with keys `x-kubernetes-…` must be anyway.
    pub require_structural: bool,
    /// `type` is one of OpenAPI's.
    pub require_known_types: bool,
    /// Defaults name no unknown fields.
    pub require_pruned_defaults: bool,
    /// Items of sets are atomic.
    pub require_atomic_sets: bool,
    /// Keys of list maps are required or have a default; neither they nor items of sets and list maps are nullable
    /// (`requireMapListKeysMapSetValidation`).
    pub require_sound_list_keys: bool,
    /// Scope and kind are those of the old definition, which is established.
    pub require_same_names: bool,
    /// One of the `conversionReviewVersions` is known to the server.
    pub require_known_review_version: bool,
    /// A `caBundle` is not looked at.
    pub allow_any_ca_bundle: bool,
    /// Versions that may have too many selectable fields, since they had them before; the empty name is that of fields
    /// which all versions share.
    pub allow_many_selectable_fields: Arc<BTreeSet<String>>,
    /// Expressions that the old definition had: functions of the newest libraries are open to them.
    pub old_expressions: Arc<OldExpressions>,
    /// Versions with the schema that they had before.
    pub unchanged_versions: Arc<BTreeSet<String>>,
    /// A single expression may cost more than the limit. Set by [`Options::for_version`].
    pub allow_costly_expressions: bool,
}

/// Expressions of the old definition, of all its schemas.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OldExpressions {
    /// Its `rule`s.
    pub rules: BTreeSet<String>,
    /// Its `messageExpression`s.
    pub messages: BTreeSet<String>,
}

impl Options {
    /// Those at create.
    #[must_use]
    pub fn create(target: Target) -> Self {
        Self {
            target,
            require_schema: true,
            require_structural: true,
            require_known_types: true,
            require_pruned_defaults: true,
            require_atomic_sets: true,
            require_sound_list_keys: true,
            require_same_names: false,
            require_known_review_version: true,
            allow_any_ca_bundle: true,
            allow_many_selectable_fields: Arc::default(),
            old_expressions: Arc::default(),
            unchanged_versions: Arc::default(),
            allow_costly_expressions: false,
        }
    }

    /// The same for the schema of this version: one that did not change may have costly expressions.
    #[must_use]
    pub fn for_version(&self, version: &str) -> Self {
        let unchanged = self.unchanged_versions.contains(version);
        Self { allow_costly_expressions: self.allow_costly_expressions || unchanged, ..self.clone() }
    }
}
