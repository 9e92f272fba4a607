//! Charts as they take part in a release.

use chart::{Chart, Metadata};

use super::node::Values;

/// One use of a chart: a chart can be there several times under different names, and without some of the charts it
/// brings along.
#[derive(Debug, Clone)]
pub struct Instance<'v> {
    /// The chart. Its name, dependencies and values are not those of the instance.
    pub chart: &'v Chart,
    /// What templates see: the alias as name, only dependencies that are switched on (marked as enabled, with their
    /// alias as name), their `import-values` all as objects with `child` and `parent`.
    pub metadata: Metadata,
    /// The chart's values after imports.
    pub values: Values<'v>,
    /// The charts within that take part: first those that `Chart.yaml` does not list, then the others in its order.
    pub dependencies: Vec<Instance<'v>>,
}

impl Instance<'_> {
    /// The name, or the alias: part of paths and the key of its values in those of its parent.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.metadata.name
    }

    /// The charts within by name, one level deep.
    #[must_use]
    pub fn dependency(&self, name: &str) -> Option<&Self> {
        self.dependencies.iter().find(|dependency| dependency.name() == name)
    }
}
