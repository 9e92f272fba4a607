//! Defaults must be valid themselves (`k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting`): values of their
//! schema, without unknown fields, and acceptable to the rules of their place, as a change from themselves and as new.
//!
//! Defaults within a default are not applied first. What stands below `additionalProperties` is not looked at.

use std::collections::BTreeMap;

use gostd::json::{Value, encode};

use super::embedded::{self, Root};
use super::expressions::{OBJECT_LIMIT, evaluate_default};
use super::prune;
use crate::options::Options;
use crate::path::Path;
use crate::rules::Rules;
use crate::structural::Structural;
use crate::validate::{Demands, Work, too_much, validate};
use crate::violation::Violation;

/// What is wrong with the defaults of an object's schema, which stands at `path`.
#[must_use]
pub fn check(structural: &Structural, options: &Options, path: &Path<'_>) -> Vec<Violation> {
    if !has_defaults(structural) {
        return Vec::new();
    }
    let demands = Demands::of_structural(structural);
    let rules = Rules::of(structural, options.target);
    let mut judge = Judge { options, work: Work::default(), budget: Some(OBJECT_LIMIT), found: Vec::new() };
    let mut root = structural.clone();
    root.extensions.embedded_resource = true;
    let place = Place { root: &root, surrounding: Vec::new(), inside_meta: false };
    judge.node(&Node { structural: &root, demands: &demands, rules: Some(&rules) }, &place, path);
    if judge.work.is_spent() {
        return vec![too_much(&path.to_field())];
    }
    judge.found
}

/// Whether there is any default where defaults are looked at.
fn has_defaults(structural: &Structural) -> bool {
    structural.default.is_some()
        || structural.items.as_deref().is_some_and(has_defaults)
        || structural.properties.values().any(has_defaults)
}

/// A schema, what it demands, and its rules.
struct Node<'a> {
    structural: &'a Structural,
    demands: &'a Demands,
    rules: Option<&'a Rules>,
}

/// Where in its resource a schema is.
#[derive(Clone)]
struct Place<'a> {
    /// The schema of the resource.
    root: &'a Structural,
    /// The way from there: `None` for items.
    surrounding: Vec<Option<&'a str>>,
    /// Whether that is in its metadata, kind or version.
    inside_meta: bool,
}

struct Judge<'a> {
    options: &'a Options,
    work: Work,
    /// What is left of the budget of rules; `None` once it is spent.
    budget: Option<u64>,
    found: Vec<Violation>,
}

impl Judge<'_> {
    fn node<'a>(&mut self, node: &Node<'a>, place: &Place<'a>, path: &Path<'_>) {
        let of_resource;
        let mut place = place;
        if node.structural.extensions.embedded_resource {
            of_resource = Place { root: node.structural, surrounding: Vec::new(), inside_meta: false };
            place = &of_resource;
        }
        if let Some(default) = &node.structural.default {
            let path = path.child("default");
            match place.inside_meta {
                true => self.in_metadata(default, node, place, &path),
                false => self.elsewhere(default, node, place, &path),
            }
        }
        if let (Some(items), Some(demands)) = (&node.structural.items, node.demands.items()) {
            let rules = node.rules.and_then(|rules| rules.items.as_deref());
            let mut below = place.clone();
            below.surrounding.push(None);
            self.below(&Node { structural: items, demands, rules }, &below, &path.child("items"));
        }
        for (name, property) in &node.structural.properties {
            let Some(demands) = node.demands.property(name) else {
                continue;
            };
            let rules = node.rules.and_then(|rules| rules.properties.get(name));
            let mut below = place.clone();
            below.surrounding.push(Some(name));
            below.inside_meta |= node.structural.extensions.embedded_resource && prune::is_meta(name);
            let path = path.child("properties");
            self.below(&Node { structural: property, demands, rules }, &below, &path.key(name));
        }
    }

    fn below<'a>(&mut self, node: &Node<'a>, place: &Place<'a>, path: &Path<'_>) {
        if self.budget.is_some() {
            self.node(node, place, path);
        }
    }

    /// A default of metadata, kind or version must make a valid resource.
    fn in_metadata(&mut self, default: &Value, node: &Node<'_>, place: &Place<'_>, path: &Path<'_>) {
        let target = self.options.target;
        let mut resource = around(default.clone(), &place.surrounding);
        let nowhere = Path::root();
        let invalid = |why: String| {
            let detail = format!("must result in valid metadata: {why}");
            Violation::invalid(path, encode(default), detail)
        };
        if let Err(error) = embedded::coerce(&mut resource, place.root, Root::Resource, &nowhere) {
            return self.found.push(invalid(error.to_string()));
        }
        let errors = embedded::check(&resource, place.root, Root::Resource, target, &nowhere);
        if !errors.is_empty() {
            return self.found.push(invalid(aggregate(&errors)));
        }
        self.value_and_rules(default, node, place, path);
    }

    fn elsewhere(&mut self, default: &Value, node: &Node<'_>, place: &Place<'_>, path: &Path<'_>) {
        let structural = node.structural;
        let root = if structural.extensions.embedded_resource { Root::Resource } else { Root::AsDeclared };
        if self.options.require_pruned_defaults {
            let mut pruned = default.clone();
            prune::prune(&mut pruned, structural, root == Root::Resource);
            if pruned != *default {
                self.found.push(Violation::invalid(path, encode(default), "must not have unknown fields"));
            }
        }
        let mut coerced = default.clone();
        if let Err(error) = embedded::coerce(&mut coerced, structural, root, path) {
            return self.found.push(error);
        }
        let errors = embedded::check(&coerced, structural, root, self.options.target, path);
        if !errors.is_empty() {
            return self.found.extend(errors);
        }
        self.value_and_rules(&coerced, node, place, path);
    }

    fn value_and_rules(&mut self, default: &Value, node: &Node<'_>, place: &Place<'_>, path: &Path<'_>) {
        let errors = validate(node.demands, default, None, &path.to_field(), &self.work);
        if !errors.is_empty() {
            return self.found.extend(errors);
        }
        let (Some(rules), Some(budget)) = (node.rules, self.budget) else {
            return;
        };
        let is_root = std::ptr::eq(node.structural, place.root);
        let run = |old| evaluate_default(rules, node.structural, default, is_root, old, (path, budget));
        let (errors, mut left) = run(true);
        if errors.is_empty() {
            let (errors, left_as_new) = run(false);
            self.found.extend(errors);
            left = left.min(left_as_new);
        } else {
            self.found.extend(errors);
        }
        self.budget = left;
    }
}

/// A resource with nothing but this value, at the end of this way.
fn around(value: Value, way: &[Option<&str>]) -> Value {
    let mut value = value;
    for step in way.iter().rev() {
        value = match step {
            Some(name) => Value::Object(BTreeMap::from([((*name).to_owned(), value)])),
            None => Value::Array(vec![value]),
        };
    }
    if let Value::Object(members) = &mut value {
        members.entry("kind".to_owned()).or_insert_with(|| Value::String("Validation".to_owned()));
        members.entry("apiVersion".to_owned()).or_insert_with(|| Value::String("validation/v1".to_owned()));
    }
    value
}

/// Several errors in one text (`ErrorList.ToAggregate`).
fn aggregate(errors: &[Violation]) -> String {
    let mut texts: Vec<String> = errors.iter().map(ToString::to_string).collect();
    let mut seen = std::collections::HashSet::new();
    texts.retain(|text| seen.insert(text.clone()));
    match texts.as_slice() {
        [one] => one.clone(),
        several => format!("[{}]", several.join(", ")),
    }
}
