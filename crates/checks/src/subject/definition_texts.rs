//! The custom resource definitions of a chart as text, for charts that are only compared with.

use chart::{Chart, YamlStream};
use goyaml::Node;
use render::values::capabilities::Capabilities;
use render::values::{Dialect, Table};
use render::{Moment, Release, Renderer, Scenario};

const KIND: &str = "CustomResourceDefinition";

/// The definitions in the chart's own `crds/`, and those that its own templates make with default values; none of the latter
/// if they fail.
#[must_use]
pub fn definition_texts(chart: &Chart, moment: &Moment) -> Vec<String> {
    let files = chart.crds().into_iter().flat_map(|file| {
        let parts = YamlStream::new(&file.data).map_while(Result::ok);
        parts.map(|part| String::from_utf8_lossy(&part.text).into_owned()).collect::<Vec<_>>()
    });
    files.filter(|text| is_definition(text)).chain(rendered(chart, moment)).collect()
}

fn is_definition(text: &str) -> bool {
    let document = goyaml::parse(text.as_bytes()).ok().flatten();
    document.is_some_and(|document| document.get("kind").and_then(Node::as_str) == Some(KIND))
}

fn rendered(chart: &Chart, moment: &Moment) -> Vec<String> {
    let names_it = |data: &[u8]| memchr::memmem::find(data, KIND.as_bytes()).is_some();
    if !chart.templates.iter().any(|template| names_it(&template.data)) {
        return Vec::new();
    }
    let scenario = Scenario {
        release: Release::template("release-name", "default"),
        capabilities: Capabilities::helm_4(),
        values: Table::new(),
        dialect: Dialect::Helm4,
        moment: moment.clone(),
        skip_schema_validation: false,
        lint: false,
        debug: false,
    };
    let Ok(output) = Renderer::new(chart).render(&scenario).result else { return Vec::new() };
    let within = format!("{}/charts/", chart.name());
    let own =
        output.manifests.manifests.iter().filter(|made| made.head.kind == KIND && !made.path.starts_with(&within));
    own.map(|made| String::from_utf8_lossy(&made.content).into_owned()).collect()
}
