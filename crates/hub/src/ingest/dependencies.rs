//! The dependencies that a package shows. To find images the tracker renders the chart, and Helm's look at conditions,
//! tags and aliases changes the chart that the list is then copied from (Helm 3.20: `pkg/chartutil/dependencies.go`,
//! `processDependencyEnabled`).

use std::collections::BTreeMap;

use chart::{Chart, Dependency};
use gostd::json::Value;
use gostd::semver::{Constraints, Version};

use crate::package::ChartDependency;

/// The dependencies that the default values leave, under the names by which they are shown.
pub fn shown(chart: &Chart) -> Vec<ChartDependency> {
    let listed = chart.metadata.dependencies.iter();
    let enabled = listed.filter(|dependency| is_enabled(chart, dependency));
    enabled
        .map(|dependency| ChartDependency {
            name: dependency.key().to_owned(),
            version: dependency.version.clone(),
            repository: dependency.repository.clone(),
        })
        .collect()
}

/// The first condition with a boolean decides, else the tags do, else it is on.
pub(super) fn is_enabled(chart: &Chart, dependency: &Dependency) -> bool {
    let conditions = dependency.condition.trim().split(',').filter(|path| !path.is_empty());
    let mut decided = conditions.filter_map(|path| {
        let steps: Vec<&str> = path.split('.').collect();
        value(chart, &steps).and_then(Value::as_bool)
    });
    decided.next().unwrap_or_else(|| by_tags(chart, dependency))
}

/// One tag that is on is enough.
fn by_tags(chart: &Chart, dependency: &Dependency) -> bool {
    let Some(tags) = chart.default_values.get("tags").and_then(Value::as_object) else { return true };
    let mut switches = dependency.tags.iter().filter_map(|tag| tags.get(tag).and_then(Value::as_bool)).peekable();
    switches.peek().is_none() || switches.any(|on| on)
}

/// A value after the defaults of the charts within are joined with those of the chart: the chart's own come first.
fn value<'c>(chart: &'c Chart, path: &[&str]) -> Option<&'c Value> {
    match look_up(&chart.default_values, path) {
        Found::Value(Value::Null) | Found::Blocked => None,
        Found::Value(found) => Some(found),
        Found::Nothing => {
            let (first, rest) = path.split_first()?;
            if rest.is_empty() { None } else { value(subchart(chart, first)?, rest) }
        }
    }
}

enum Found<'v> {
    Value(&'v Value),
    /// What is on the way is no table, or removes what the chart within has.
    Blocked,
    Nothing,
}

fn look_up<'v>(table: &'v BTreeMap<String, Value>, path: &[&str]) -> Found<'v> {
    let Some((first, rest)) = path.split_first() else { return Found::Nothing };
    match table.get(*first) {
        None => Found::Nothing,
        Some(found) if rest.is_empty() => Found::Value(found),
        Some(Value::Object(below)) => look_up(below, rest),
        Some(_) => Found::Blocked,
    }
}

/// The chart within whose values have this key.
fn subchart<'c>(chart: &'c Chart, key: &str) -> Option<&'c Chart> {
    let listed = chart.metadata.dependencies.iter().find(|dependency| dependency.key() == key);
    let fits = |found: &&Chart| match listed {
        Some(dependency) => found.name() == dependency.name && is_compatible(&dependency.version, found.version()),
        None => found.name() == key,
    };
    chart.dependencies.iter().find(fits)
}

fn is_compatible(range: &str, version: &str) -> bool {
    match (Constraints::parse(range), Version::parse(version)) {
        (Ok(range), Ok(version)) => range.check(&version),
        _ => false,
    }
}
