//! `--output json`: the whole result, with what became of every check. `docs/check-report.schema.json` is its shape.

use serde_json::{Value, json};

use super::{Checked, CheckedChart};

/// The result as one document.
pub fn print(checked: &Checked) -> String {
    let charts: Vec<Value> = checked.charts.iter().map(one).collect();
    let document = json!({
        "apiVersion": release::report::API_VERSION,
        "kind": "CheckReport",
        "totals": checked.totals(),
        "charts": charts,
        "general": checked.general,
    });
    format!("{document:#}\n")
}

fn one(chart: &CheckedChart) -> Value {
    json!({
        "path": chart.path,
        "name": chart.chart.as_ref().map(|(name, _)| name),
        "version": chart.chart.as_ref().map(|(_, version)| version),
        "findings": chart.judged.findings,
        "waived": chart.judged.waived,
        "checks": chart.verdicts,
    })
}
