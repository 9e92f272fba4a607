//! What an update is forgiven because the old definition was no better (`ValidateCustomResourceDefinitionUpdate`).

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use gostd::budget::Budget;

use crate::definition::{Definition, Version};
use crate::internal::Internal;
use crate::object::{MAXIMUM_SELECTABLE_FIELDS, ca_bundle, is_known_review_version};
use crate::options::{OldExpressions, Options};
use crate::schema::{Items, Schema};
use crate::target::Target;
use crate::{schema_check, schema_walk};

impl Options {
    /// Those at an update of an established definition. The budget is for reading the old one's patterns.
    #[must_use]
    pub fn update(new: &Internal<'_>, old: &Internal<'_>, target: Target, work: &Budget) -> Self {
        let none = |forgiven: fn(&Schema) -> bool| {
            !old.schemas().any(|schema| schema_walk::any(schema, &mut |schema| forgiven(schema)))
        };
        Self {
            require_schema: old.definition.versions.iter().all(|version| version.schema.is_some()),
            require_structural: old.schemas().all(|schema| schema_check::is_structural(schema, work)),
            require_known_types: none(has_unknown_type),
            require_pruned_defaults: old.schemas().all(|schema| schema_check::has_pruned_defaults(schema, work)),
            require_atomic_sets: none(is_set_of_others),
            require_sound_list_keys: none(has_unsound_list_keys),
            require_same_names: true,
            require_known_review_version: has_known_review_version(old.definition),
            allow_any_ca_bundle: had_bad_ca_bundle(old.definition),
            allow_many_selectable_fields: Arc::new(many_selectable_fields(new, old)),
            old_expressions: Arc::new(expressions(old)),
            unchanged_versions: Arc::new(unchanged_versions(new, old)),
            ..Self::create(target)
        }
    }
}

fn has_unknown_type(schema: &Schema) -> bool {
    let known = ["", "array", "boolean", "integer", "number", "object", "string"];
    !known.contains(&schema.kind.as_str())
}

fn is_set_of_others(schema: &Schema) -> bool {
    let Some(Items::One(item)) = &schema.items else { return false };
    schema.list_type.as_deref() == Some("set")
        && match item.kind.as_str() {
            "array" => item.list_type.as_deref().is_some_and(|kind| kind != "atomic"),
            "object" => item.map_type.as_deref() != Some("atomic"),
            _ => false,
        }
}

fn has_unsound_list_keys(schema: &Schema) -> bool {
    let Some(Items::One(item)) = &schema.items else { return false };
    let unsound = |key: &String| {
        let missing = |property: &Schema| property.default.is_none() && !item.required.contains(key);
        item.properties.get(key).is_some_and(|property| property.nullable || missing(property))
    };
    match schema.list_type.as_deref() {
        Some("set") => item.nullable,
        Some("map") => item.nullable || schema.list_map_keys.iter().any(unsound),
        _ => false,
    }
}

fn has_known_review_version(old: &Definition) -> bool {
    let webhook = old.conversion.as_ref().and_then(|conversion| conversion.webhook.as_ref());
    let versions = webhook.map_or(&[][..], |webhook| &webhook.review_versions);
    versions.is_empty() || versions.iter().any(|version| is_known_review_version(version))
}

fn had_bad_ca_bundle(old: &Definition) -> bool {
    let webhook = old.conversion.as_ref().and_then(|conversion| conversion.webhook.as_ref());
    let client = webhook.and_then(|webhook| webhook.client.as_ref());
    client.is_some_and(|client| ca_bundle::problem(&client.ca_bundle).is_some())
}

fn many_selectable_fields(new: &Internal<'_>, old: &Internal<'_>) -> BTreeSet<String> {
    let too_many = |fields: &[String]| fields.len() > MAXIMUM_SELECTABLE_FIELDS;
    let mut allowed = BTreeSet::new();
    if too_many(old.selectable_fields()) && old.selectable_fields() == new.selectable_fields() {
        allowed.insert(String::new());
    }
    // Of several versions with one name the last counts.
    let before: HashMap<&str, &Version> = by_name(old.definition.versions.iter());
    for version in &new.definition.versions {
        let before = before.get(version.name.as_str()).map_or(&[][..], |before| old.selectable_fields_of(before));
        if too_many(before) && before == new.selectable_fields_of(version) {
            allowed.insert(version.name.clone());
        }
    }
    allowed
}

fn expressions(old: &Internal<'_>) -> OldExpressions {
    let mut found = OldExpressions::default();
    for schema in old.schemas() {
        schema_walk::any(schema, &mut |schema| {
            for rule in &schema.validations {
                found.rules.insert(rule.rule.clone());
                if !rule.message_expression.is_empty() {
                    found.messages.insert(rule.message_expression.clone());
                }
            }
            false
        });
    }
    found
}

fn unchanged_versions(new: &Internal<'_>, old: &Internal<'_>) -> BTreeSet<String> {
    let (now, before) = (Schemas::of(new), Schemas::of(old));
    let names = new.definition.versions.iter().map(|version| version.name.as_str());
    let same = names.filter(|name| before.get(name).is_some_and(|before| now.get(name) == Some(before)));
    same.map(str::to_owned).collect()
}

/// The schemas of a definition by the versions' names (`GetSchemaForVersion`).
struct Schemas<'a> {
    shared: Option<&'a Schema>,
    /// Empty if no version has a schema of its own: then the shared one, if any, is that of whatever version.
    own: HashMap<&'a str, Option<&'a Schema>>,
}

impl<'a> Schemas<'a> {
    fn of(internal: &Internal<'a>) -> Self {
        // Of several versions with one name the first counts.
        let own = internal.definition.versions.iter().rev();
        let own: HashMap<&str, Option<&Schema>> =
            own.map(|version| (version.name.as_str(), internal.schema_of(version))).collect();
        let has_own = own.values().any(Option::is_some);
        Self { shared: internal.schema(), own: if has_own { own } else { HashMap::new() } }
    }

    fn get(&self, name: &str) -> Option<Option<&'a Schema>> {
        if self.own.is_empty() { Some(self.shared) } else { self.own.get(name).copied() }
    }
}

/// The versions by their names; of several with one name the last of these.
fn by_name<'a>(versions: impl Iterator<Item = &'a Version>) -> HashMap<&'a str, &'a Version> {
    versions.map(|version| (version.name.as_str(), version)).collect()
}
