//! What `helm lint` says about a folder that Helm can't load, beside why it can't.

use std::collections::BTreeMap;

use chart::{Chart, Folder, MAX_YAML_BYTES};
use gostd::json::Value;
use lint::{Engine, KubeVersion, Message, Rendering, Request};

use crate::{Finding, Observation, Rule, Selection, linted, rule};

/// There is no chart that could be rendered.
struct NoEngine;

impl Engine for NoEngine {
    fn check_values(&self, _: BTreeMap<String, Value>, _: &[u8], _: &mut Vec<String>) -> Result<(), String> {
        Ok(())
    }

    fn render(&self, _: &Chart, _: &mut Vec<String>) -> Rendering {
        Rendering::Unprepared
    }
}

/// Findings about `Chart.yaml` and `values.yaml` in a folder that does not load for some reason, which is told already. The
/// folder is named by `path`.
pub fn lint_unloadable(folder: &dyn Folder, path: &str, reason: &str, selection: &Selection) -> Vec<Finding> {
    let report = lint::lint(folder, &Request { engine: &NoEngine, kube_version: KubeVersion::default() });
    let chart_yaml = folder.read("Chart.yaml", MAX_YAML_BYTES).ok();
    let chart_yaml = chart_yaml.and_then(|bytes| goyaml::parse(&bytes).ok().flatten());
    let messages = report.messages.iter().filter(|message| !is_reason(message, reason));
    let found = messages.filter_map(|message| {
        let text = &message.text;
        let (id, position) = match message.path.as_str() {
            "Chart.yaml" => {
                ("helm/chart-yaml", chart_yaml.as_ref().and_then(|root| linted::field_position(root, text)))
            }
            "values.yaml" => ("helm/values", linted::line(text)),
            _ => return None,
        };
        let file = format!("{}/{}", path.trim_end_matches('/'), message.path);
        let seen = Observation::of(&file, text.trim_end()).at_position(position);
        let hint = linted::advice_on_field(text);
        Some((rule(id)?, Observation { hint, ..seen.severity(linted::severity(message)) }))
    });
    found.filter(|(rule, _)| selection.takes(rule)).map(|(rule, seen): (&Rule, _)| seen.by(rule)).collect()
}

/// Whether a message says in its words why the folder does not load.
fn is_reason(message: &Message, reason: &str) -> bool {
    let text = message.text.as_str();
    let field = match reason.split_once("chart.metadata.") {
        Some((_, words)) => words.split(' ').next().unwrap_or_default(),
        None if reason.ends_with("apiVersion") => "apiVersion",
        None => "",
    };
    let is_about_field = text.strip_prefix("chart ").unwrap_or(text).split(' ').next() == Some(field);
    let is_parsing = text.starts_with("unable to parse YAML") && reason.contains(&message.path);
    // What is missing can't be right either.
    let is_consequence = text == "version '' is not a valid SemVerV2";
    is_about_field || is_parsing || is_consequence || text.contains(reason.trim())
}

#[cfg(test)]
mod tests {
    use chart::MemoryFolder;

    use super::*;

    fn told(chart_yaml: &str) -> Vec<String> {
        let folder = MemoryFolder::new().with("Chart.yaml", chart_yaml).with("values.yaml", "a: 1\n");
        let reason = chart::load_folder(&folder).unwrap_err().to_string();
        let found = lint_unloadable(&folder, "demo", &reason, &Selection::default());
        found.iter().map(|finding| format!("{} {}: {}", finding.check, finding.place(), finding.message)).collect()
    }

    #[test]
    fn the_reason_is_not_told_again() {
        let chart = "apiVersion: v2\nname: demo\nversion: 1.2.3\nicon: https://demo.example/i.png\n";
        let maintainers = format!("{chart}maintainers: [{{name: Ann, email: nobody}}, null]\n");
        let told_of_email = "helm/chart-yaml demo/Chart.yaml:5:14: invalid email 'nobody' for maintainer 'Ann'";
        assert_eq!(told(&maintainers), [told_of_email]);
        let of_type = "helm/chart-yaml demo/Chart.yaml:4:7: chart type is not valid in apiVersion 'v3'. It is valid in apiVersion 'v2'";
        assert_eq!(told(&chart.replace("v2\n", "v3\n").replace("icon", "type: application\nicon")), [of_type]);
        assert_eq!(told(&format!("{chart}a: [\n")), [""; 0]);
        let empty = [
            "apiVersion is required. The value must be either \"v1\" or \"v2\"",
            "version is required",
            "icon is recommended",
        ];
        assert_eq!(told(""), empty.map(|text| format!("helm/chart-yaml demo/Chart.yaml: {text}")));
    }
}
