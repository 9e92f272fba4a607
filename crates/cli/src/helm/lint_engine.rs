//! The renderer as linting needs it.

use std::collections::BTreeMap;

use chart::Chart;
use gostd::json::Value;
use lint::{Engine, Rendering};
use render::values::{self, Log, Table};
use render::{RenderError, Renderer, Scenario};

/// Renders every chart in one scenario.
pub struct RenderEngine {
    scenario: Scenario,
}

impl RenderEngine {
    /// An engine for a scenario of `helm lint`.
    pub fn new(scenario: Scenario) -> Self {
        Self { scenario }
    }
}

impl Engine for RenderEngine {
    fn check_values(&self, values: Table, schema: &[u8], log: &mut Vec<String>) -> Result<(), String> {
        let mut lines = Log::new(self.scenario.debug);
        let joined = values::coalesce_tables(&self.scenario.values, &values, &mut lines);
        let joined = joined.map(|values| values.to_table()).map_err(|error| error.to_string())?;
        let skip = schema.is_empty() || self.scenario.skip_schema_validation;
        let checked = if skip { Ok(()) } else { values::check_schema(schema, &Value::Object(joined), &mut lines) };
        log.extend(lines.into_lines());
        checked
    }

    fn render(&self, chart: &Chart, log: &mut Vec<String>) -> Rendering {
        let rendered = Renderer::new(chart).files(&self.scenario);
        log.extend(rendered.log);
        match rendered.result {
            Ok(files) => Rendering::Done(files.into_iter().collect::<BTreeMap<_, _>>()),
            Err(RenderError::Dependencies(_)) => Rendering::Unprepared,
            Err(error) => Rendering::Failed(error.to_string()),
        }
    }
}
