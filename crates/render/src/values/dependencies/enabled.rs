//! Names, tags and conditions: which charts stay.

use std::collections::BTreeSet;
use std::rc::Rc;

use gostd::semver::{Constraints, Version};

use super::paths::path_value;
use super::work::{Listed, Work};
use super::{CoalesceError, Process};
use crate::values::coalesce::Dialect;
use crate::values::node::{Live, Node};

impl Process<'_> {
    /// Applies aliases and switches to a chart and the charts within (`processDependencyEnabled`). `values` are those of
    /// the whole release, `path` leads to the chart's: its own name and a dot, behind those of the charts above.
    pub(super) fn enabled<'v>(&mut self, chart: &Work<'v>, values: &Node<'v>, path: &str) -> Result<(), CoalesceError> {
        self.count()?;
        let Some(mut listed) = chart.listed() else {
            return Ok(());
        };
        self.apply_aliases(chart, &listed);
        let values = self.run.coalesce_chart(chart, values, false)?;
        self.tags(&listed, &values);
        self.conditions(&listed, &values, path);
        let disabled = listed.iter().filter(|entry| !entry.enabled.get()).map(|entry| entry.name.get());
        let disabled: BTreeSet<&str> = disabled.collect();
        let mut kept = chart.dependencies();
        kept.retain(|dependency| !disabled.contains(dependency.chart_name()));
        listed.retain(|entry| !disabled.contains(entry.name.get()));
        let values = Node::Live(values);
        for dependency in &kept {
            let path = format!("{path}{}.", dependency.chart_name());
            self.enabled(dependency, &values, &path)?;
        }
        chart.set_listed(Some(listed).filter(|listed| !listed.is_empty()));
        chart.set_dependencies(kept);
        Ok(())
    }

    /// Charts that no entry asks for come first, under their own names; then one chart for each entry that finds one.
    fn apply_aliases<'v>(&self, chart: &Work<'v>, listed: &[Rc<Listed<'v>>]) {
        let present = chart.dependencies();
        let mut kept = present.clone();
        kept.retain(|existing| !listed.iter().any(|entry| asks_for(entry, existing)));
        for entry in listed {
            let alias = entry.declared.alias.as_str();
            if let Some(found) = present.iter().find(|existing| asks_for(entry, existing)) {
                let name = if alias.is_empty() { found.chart_name() } else { alias };
                kept.push(match self.run.dialect() {
                    Dialect::Helm4 => found.renamed(name),
                    Dialect::Helm3 => found.renamed_sharing(name),
                });
            }
            if !alias.is_empty() {
                entry.name.set(alias);
            }
            entry.enabled.set(true);
        }
        chart.set_dependencies(kept);
    }

    /// `processDependencyTags`: one true tag is enough; without one, a false tag switches off.
    fn tags<'v>(&mut self, listed: &[Rc<Listed<'v>>], values: &Live<'v>) {
        let Some(tags) = values.table("tags") else {
            return;
        };
        for entry in listed {
            let (mut on, mut off) = (false, false);
            for tag in &entry.declared.tags {
                match tags.get(tag).map(|node| truth(&node)) {
                    None => {}
                    Some(Some(true)) => on = true,
                    Some(Some(false)) => off = true,
                    Some(None) => {
                        let attributes = [("tag", tag.as_str()), ("chart", entry.name.get())];
                        self.run.log.warn("returned non-bool value", &attributes);
                    }
                }
            }
            entry.enabled.set(on || !off);
        }
    }

    /// `processDependencyConditions`: the first path that leads to a boolean decides.
    fn conditions<'v>(&mut self, listed: &[Rc<Listed<'v>>], values: &Live<'v>, path: &str) {
        for entry in listed {
            let condition = entry.declared.condition.trim_matches(gostd::unicode::is_space);
            for below in condition.split(',').filter(|below| !below.is_empty()) {
                let Some(found) = path_value(values, &format!("{path}{below}")) else {
                    continue;
                };
                if let Some(truth) = truth(&found) {
                    entry.enabled.set(truth);
                    break;
                }
                self.run.log.warn("returned non-bool value", &[("path", below), ("chart", entry.name.get())]);
            }
        }
    }
}

fn truth(node: &Node<'_>) -> Option<bool> {
    match node {
        Node::Leaf(value) => value.as_bool(),
        _ => None,
    }
}

/// Whether an entry means a chart: the same name, and a version within the range.
fn asks_for(entry: &Listed<'_>, existing: &Work<'_>) -> bool {
    entry.name.get() == existing.chart_name() && is_compatible(&entry.declared.version, existing.chart().version())
}

/// Whether a version satisfies a constraint; what can't be read does not (`IsCompatibleRange`).
pub(in crate::values) fn is_compatible(constraint: &str, version: &str) -> bool {
    let Ok(version) = Version::parse(version) else {
        return false;
    };
    Constraints::parse(constraint).is_ok_and(|constraints| constraints.check(&version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_not_compatible() {
        assert!(is_compatible("^1.2", "v1.3.0"));
        assert!(!is_compatible("^1.2", "2.0.0"));
        assert!(!is_compatible("", "1.0.0"));
        assert!(!is_compatible("*", "x"));
    }
}
