//! What both formats tell as pairs of name and value, because they have no field for it.

use super::{Crd, Declared, Described, Image, Listing, Subchart};

/// A name and a value. CycloneDX has them as properties with the prefix `helm:`, SPDX in comments.
pub(crate) type Fact = (&'static str, String);

/// Facts of a chart.
pub(crate) fn of_chart(chart: &Described) -> Vec<Fact> {
    let mut facts = vec![("type", chart.kind.to_owned())];
    push(&mut facts, "appVersion", chart.app_version.as_ref());
    push(&mut facts, "kubeVersion", chart.kube_version.as_ref());
    if chart.deprecated {
        facts.push(("deprecated", "true".to_owned()));
    }
    facts
}

/// Facts of a chart within.
pub(crate) fn of_subchart(subchart: &Subchart) -> Vec<Fact> {
    let mut facts = of_chart(&subchart.chart);
    facts.push(("path", subchart.path.clone()));
    if !subchart.is_there {
        facts.push(("missing", "true".to_owned()));
    }
    for declared in &subchart.declared {
        facts.extend(of_declared(declared));
    }
    facts
}

fn of_declared(declared: &Declared) -> Vec<Fact> {
    let mut facts = Vec::new();
    push(&mut facts, "alias", declared.alias.as_ref());
    push(&mut facts, "condition", declared.condition.as_ref());
    if !declared.tags.is_empty() {
        facts.push(("tags", declared.tags.join(",")));
    }
    push(&mut facts, "repository", declared.repository.as_ref());
    push(&mut facts, "versionRange", declared.range.as_ref());
    push(&mut facts, "lockedVersion", declared.locked.as_ref());
    facts
}

/// Facts of a definition.
pub(crate) fn of_crd(crd: &Crd) -> Vec<Fact> {
    let mut facts = Vec::new();
    push(&mut facts, "crd:group", crd.group.as_ref());
    push(&mut facts, "crd:kind", crd.kind.as_ref());
    push(&mut facts, "crd:scope", crd.scope.as_ref());
    facts.extend(crd.versions.iter().map(|version| ("crd:version", version.clone())));
    push(&mut facts, "crd:file", crd.file.as_ref());
    facts
}

/// Facts of an image.
pub(crate) fn of_image(image: &Image) -> Vec<Fact> {
    let mut facts: Vec<Fact> = image.names.iter().map(|name| ("image:name", name.clone())).collect();
    let references = std::iter::once(&image.reference).chain(&image.others);
    facts.extend(references.map(|reference| ("image:reference", reference.clone())));
    facts.extend(image.platforms.iter().map(|platform| ("image:platform", platform.clone())));
    facts.push(("image:pinned", image.digest().is_some().to_string()));
    let listed = image.listing == Listing::Annotation;
    facts.push(("image:listedInAnnotation", listed.to_string()));
    if image.whitelisted {
        facts.push(("image:whitelisted", "true".to_owned()));
    }
    if image.parsed.is_none() {
        facts.push(("image:invalidReference", "true".to_owned()));
    }
    facts
}

fn push(facts: &mut Vec<Fact>, name: &'static str, value: Option<&String>) {
    facts.extend(value.map(|value| (name, value.clone())));
}
