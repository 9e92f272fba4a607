//! Components: the chart, the charts within, definitions, images, files.

use serde_json::{Value, json};

use super::merge::Merged;
use super::parts::{self, Object};
use crate::contents::{Contents, Crd, Described, FileEntry, Image, Subchart, facts};
use crate::refs::Refs;

/// The chart.
pub(super) fn chart(contents: &Contents, refs: &Refs) -> Value {
    let chart = &contents.chart;
    let mut object = Object::component("application", &refs.chart);
    if let Some(supplier) = &contents.supplier {
        object.set("supplier", parts::organization(supplier));
    }
    describe(&mut object, chart);
    object.set("hashes", parts::hash("sha256", contents.archive.hex()).into_iter().collect());
    object.set("licenses", parts::licenses(&chart.license));
    object.set("purl", Value::from(contents.purl().to_string()));
    object.set("externalReferences", references(chart, contents.location()));
    object.set("properties", parts::properties(facts::of_chart(chart)));
    object.finish()
}

fn describe(object: &mut Object, chart: &Described) {
    object.set("authors", chart.maintainers.iter().map(parts::contact).collect());
    object.text("name", Some(&chart.name));
    object.text("version", Some(&chart.version));
    object.text("description", chart.description.as_deref());
}

fn references(chart: &Described, location: Option<String>) -> Value {
    let website = chart.home.iter().map(|url| json!({"type": "website", "url": url}));
    let sources = chart.sources.iter().map(|url| json!({"type": "vcs", "url": url}));
    let distribution = location.into_iter().map(|url| json!({"type": "distribution", "url": url}));
    website.chain(sources).chain(distribution).collect()
}

/// All components but the chart.
pub(super) fn all(contents: &Contents, refs: &Refs, merged: &Merged) -> Vec<Value> {
    let subcharts = contents.subcharts.iter().zip(&refs.subcharts).map(|(subchart, id)| within(subchart, id));
    let crds = contents.crds.iter().zip(&refs.crds).map(|(crd, id)| definition(crd, id));
    let images = contents.images.iter().zip(&refs.images);
    let images = images.enumerate().map(|(index, (one, id))| image(contents, one, (id, merged.components(index))));
    let files = contents.files.iter().zip(&refs.files).map(|(one, id)| file(one, id));
    subcharts.chain(crds).chain(images).chain(files).collect()
}

fn within(subchart: &Subchart, id: &str) -> Value {
    let chart = &subchart.chart;
    let mut object = Object::component(if chart.kind == "library" { "library" } else { "application" }, id);
    if let Some(supplier) = chart.maintainers.first() {
        object.set("supplier", parts::organization(supplier));
    }
    describe(&mut object, chart);
    object.text("scope", Some(if subchart.is_optional() { "optional" } else { "required" }));
    object.set("licenses", parts::licenses(&chart.license));
    object.set("purl", Value::from(subchart.purl().to_string()));
    object.set("externalReferences", references(chart, None));
    object.set("properties", parts::properties(facts::of_subchart(subchart)));
    object.finish()
}

fn definition(crd: &Crd, id: &str) -> Value {
    let mut object = Object::component("data", id);
    object.text("name", Some(&crd.name));
    object.set("version", Value::from(crd.versions.join(",")));
    object.text("description", Some("Kubernetes custom resource definition"));
    object.set("properties", parts::properties(facts::of_crd(crd)));
    object.set("data", json!([{"type": "definition", "name": crd.name}]));
    object.finish()
}

fn image(contents: &Contents, image: &Image, (id, components): (&str, Vec<Value>)) -> Value {
    let mut object = Object::component("container", id);
    object.set("name", Value::from(image.name()));
    object.text("version", image.version());
    object.text("scope", Some("required"));
    let digest = image.digest().and_then(|digest| digest.split_once(':'));
    object.set("hashes", digest.and_then(|(algorithm, hex)| parts::hash(algorithm, hex)).into_iter().collect());
    object.set("purl", image.purl().map_or(Value::Null, |purl| Value::from(purl.to_string())));
    object.set("externalReferences", contents.documents_of(image).map(parts::document).collect());
    object.set("properties", parts::properties(facts::of_image(image)));
    object.set("components", Value::Array(components));
    object.finish()
}

fn file(file: &FileEntry, id: &str) -> Value {
    let hashes = [parts::hash("sha1", &file.sha1), parts::hash("sha256", &file.sha256)];
    let mut object = Object::component("file", id);
    object.text("name", Some(&file.path));
    object.set("hashes", hashes.into_iter().flatten().collect());
    object.finish()
}
