//! The renderer as linting needs it.

use std::cell::RefCell;
use std::collections::BTreeMap;

use chart::Chart;
use gostd::json::{Number, Value};
use render::values::{self, Log, Table};
use render::{RenderError, Renderer, Scenario};

use crate::{Engine, Rendering};

/// Renders every chart in one scenario, but for what looking at a `values.yaml` does to the user's values.
pub struct RenderEngine<'r> {
    scenario: RefCell<Scenario>,
    renderer: Option<&'r Renderer<'r>>,
}

impl<'r> RenderEngine<'r> {
    /// An engine for a scenario of `helm lint`.
    pub fn new(scenario: Scenario) -> Self {
        Self { scenario: RefCell::new(scenario), renderer: None }
    }

    /// The same, with a renderer that may have parsed the chart already.
    #[must_use]
    pub fn sharing(self, renderer: &'r Renderer<'r>) -> Self {
        Self { renderer: Some(renderer), ..self }
    }

    fn check(&self, values: &Table, schema: &[u8], log: &mut Log) -> Result<(), String> {
        let scenario = self.scenario.borrow();
        let joined = values::coalesce_tables(&scenario.values, values, log);
        let joined = joined.map(|values| values.to_table()).map_err(|error| error.to_string())?;
        let skip = schema.is_empty() || scenario.skip_schema_validation;
        let joined = Value::Object(joined);
        match self.renderer {
            _ if skip => Ok(()),
            Some(renderer) => renderer.check_schema(schema, &joined, log),
            None => values::check_schema(schema, &joined, log),
        }
    }

    /// Helm lays the user's values over the chart's without a copy: the tables within keep what they got, and what their
    /// nulls took away is gone, for all that comes later, charts of further paths too.
    fn keep_joined(&self, mut values: Table) {
        let mut scenario = self.scenario.borrow_mut();
        let user = &mut scenario.values;
        if !user.values().any(|value| value.as_object().is_some()) {
            return;
        }
        values.values_mut().for_each(make_floats);
        let joined = values::coalesce_tables(user, &values, &mut Log::default()).map(|joined| joined.to_table());
        for (key, value) in user.iter_mut().filter(|(_, value)| value.as_object().is_some()) {
            if let Some(joined) = joined.as_ref().ok().and_then(|joined| joined.get(key)) {
                value.clone_from(joined);
            }
        }
    }
}

/// Numbers as Go has them behind an `interface{}`. The depth is the YAML reader's.
fn make_floats(value: &mut Value) {
    match value {
        Value::Number(number) => *number = Number::Float(number.as_f64()),
        Value::Array(items) => items.iter_mut().for_each(make_floats),
        Value::Object(members) => members.values_mut().for_each(make_floats),
        _ => {}
    }
}

impl Engine for RenderEngine<'_> {
    fn check_values(&self, values: Table, schema: &[u8], log: &mut Vec<String>) -> Result<(), String> {
        let mut lines = Log::new(self.scenario.borrow().debug);
        let checked = self.check(&values, schema, &mut lines);
        log.extend(lines.into_lines());
        self.keep_joined(values);
        checked
    }

    fn render(&self, chart: &Chart, log: &mut Vec<String>) -> Rendering {
        let renderer = self.renderer.map_or_else(|| Renderer::new(chart), |renderer| renderer.sharing(chart));
        let rendered = renderer.files(&self.scenario.borrow());
        log.extend(rendered.log);
        match rendered.result {
            Ok(files) => Rendering::Done(files.into_iter().collect::<BTreeMap<_, _>>()),
            Err(RenderError::Dependencies(_)) => Rendering::Unprepared,
            Err(error) => Rendering::Failed(error.to_string()),
        }
    }
}
