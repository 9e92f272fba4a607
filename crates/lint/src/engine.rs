//! What linting needs of a renderer.

use std::collections::BTreeMap;

use chart::Chart;
use gostd::json::Value;

/// A renderer with everything that is the same for all charts of a command: the user's values, namespace, Kubernetes
/// version, whether schemas count. It renders for `helm lint`: release `test-release`, neither install nor upgrade,
/// `required` and `fail` only log.
pub trait Engine {
    /// Lays the user's values over those of `values.yaml` (its first document, numbers as they are written there) and
    /// holds the result against the chart's own schema, which may be empty: then only the log counts (Helm:
    /// `CoalesceTables`, `ValidateAgainstSingleSchema`).
    ///
    /// # Errors
    /// Helm's text about what does not fit.
    fn check_values(&self, values: BTreeMap<String, Value>, schema: &[u8], log: &mut Vec<String>)
    -> Result<(), String>;

    /// Renders a chart with all charts within (Helm: `ProcessDependencies`, `CoalesceValues`,
    /// `ToRenderValuesWithSchemaValidation`, which coalesces once more, `Engine.Render`).
    fn render(&self, chart: &Chart, log: &mut Vec<String>) -> Rendering;
}

/// What came of rendering.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rendering {
    /// The output by the templates' full paths: `name/templates/x.yaml`.
    Done(BTreeMap<String, Vec<u8>>),
    /// Values that don't go together or don't fit a schema, or a template that fails: Helm's text.
    Failed(String),
    /// The dependencies could not be processed or the values not be coalesced for the first time. Lint says nothing about
    /// that.
    Unprepared,
}
