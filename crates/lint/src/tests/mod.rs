//! Whole runs, compared with Helm 4.3.1's.

mod case;
mod recorded;
mod seams;

use std::collections::BTreeMap;

use chart::Chart;
use gostd::json::Value;

use crate::{Engine, Rendering};

/// Renders templates without actions: each gives its own text. Schemas are not looked at.
struct Plain;

impl Engine for Plain {
    fn check_values(&self, _: BTreeMap<String, Value>, _: &[u8], _: &mut Vec<String>) -> Result<(), String> {
        Ok(())
    }

    fn render(&self, chart: &Chart, _: &mut Vec<String>) -> Rendering {
        let templates = chart.templates.iter().filter(|template| {
            let name = template.path.rsplit('/').next().unwrap();
            !name.starts_with('_')
        });
        let outputs = templates.map(|template| (format!("{}/{}", chart.name(), template.path), template.data.to_vec()));
        Rendering::Done(outputs.collect())
    }
}
