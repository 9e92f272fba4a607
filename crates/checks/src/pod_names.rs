//! Names in pods, their images, and the ports of Services, as Kubernetes takes them (`pkg/apis/core/validation`).

use goyaml::Node;

use crate::images::{Reference, pod};
use crate::labels::{Found, Item, MAX_LABEL, field};

/// The longest name of a container's port (`IsValidPortName`).
const MAX_PORT: usize = 15;

/// What of an object's pod, or of a Service's ports, Kubernetes refuses.
pub fn collect(item: &Item<'_>, found: &mut Vec<Found>) {
    if item.kind == "Service" && item.api_version == "v1" {
        let spec = item.document.get("spec");
        spec.into_iter().for_each(|spec| named(spec, ("spec", "ports"), &["ports:", "name:"], found));
    }
    if let Some((path, pod)) = pod(item.document, item.api_version, item.kind) {
        in_pod(pod, &path.join("."), found);
    }
}

fn in_pod(pod: &Node, path: &str, found: &mut Vec<Found>) {
    named(pod, (path, "initContainers"), &["initContainers:", "name:"], found);
    named(pod, (path, "containers"), &["containers:", "name:"], found);
    named(pod, (path, "volumes"), &["volumes:", "name:"], found);
    for list in ["initContainers", "containers"] {
        for (index, container) in items(pod, list).iter().enumerate() {
            let path = format!("{path}.{list}[{index}]");
            found.extend(image(container, &path));
            found.extend(ports(container, &path));
        }
    }
}

/// The names in a list.
fn named(node: &Node, (path, list): (&str, &str), words: &'static [&'static str], found: &mut Vec<Found>) {
    let names = items(node, list).iter().enumerate().map(|(index, item)| (index, field(item, "name")));
    found.extend(names.filter_map(|(index, name)| {
        let reason = name_problem(name)?;
        Some(Found { path: format!("{path}.{list}[{index}].name"), text: name.to_owned(), reason, words })
    }));
}

/// Why a text can't be the name of a container, volume or port of a Service (RFC 1123).
fn name_problem(name: &str) -> Option<String> {
    if name.len() > MAX_LABEL {
        return Some(format!("is {} characters long, and may have {MAX_LABEL}", name.len()));
    }
    let is_inner = |c: &char| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-';
    if let Some(wrong) = name.chars().find(|c| !is_inner(c)) {
        return Some(format!("has {wrong:?} in it, and may only have lower-case letters, digits and '-'"));
    }
    let is_bounded = !name.starts_with('-') && !name.ends_with('-');
    (!is_bounded).then(|| "does not begin and end with a letter or digit, as it must".to_owned())
}

fn ports<'n>(container: &'n Node, path: &'n str) -> impl Iterator<Item = Found> + 'n {
    let names = items(container, "ports").iter().map(|port| field(port, "name")).enumerate();
    names.filter(|(_, name)| name.len() > MAX_PORT).map(move |(index, name)| Found {
        path: format!("{path}.ports[{index}].name"),
        text: name.to_owned(),
        reason: format!("is {} characters long, and may have {MAX_PORT}", name.len()),
        words: &["ports:", "name:"],
    })
}

/// An image with build metadata where it can't have them. Other faults of images are told elsewhere.
fn image(container: &Node, path: &str) -> Option<Found> {
    let image = field(container, "image");
    let is_refused = image.contains('+') && Reference::parse(image).is_err();
    is_refused.then(|| Found {
        path: format!("{path}.image"),
        text: image.to_owned(),
        reason: format!("is {image}, and no reference of an image has '+' in its tag"),
        words: &["image:"],
    })
}

fn items<'n>(node: &'n Node, key: &str) -> &'n [Node] {
    node.get(key).and_then(Node::as_sequence).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let document = goyaml::parse(text.as_bytes()).unwrap().unwrap();
        let (api_version, kind) = (field(&document, "apiVersion"), field(&document, "kind"));
        let mut found = Vec::new();
        collect(&Item { api_version, kind, name: "a", document: &document }, &mut found);
        found.into_iter().map(|found| found.path).collect()
    }

    #[test]
    fn names_in_pods_have_limits() {
        let long = "x".repeat(64);
        let containers = format!("containers: [{{name: {long}}}, {{name: a, ports: [{{name: sixteen-letters1}}]}}]");
        let pod = format!("{containers}, initContainers: [{{name: a-}}], volumes: [{{name: a+1}}]");
        let text = format!("apiVersion: v1\nkind: Pod\nspec: {{{pod}}}\n");
        let paths = ["initContainers[0].name", "containers[0].name", "volumes[0].name", "containers[1].ports[0].name"];
        assert_eq!(told(&text), paths.map(|path| format!("spec.{path}")));
        assert_eq!(told(&format!("apiVersion: v1\nkind: Service\nspec: {{ports: [{{name: {long}}}]}}\n")).len(), 1);
    }

    #[test]
    fn images_have_no_build_metadata() {
        let told = |image: &str| {
            let pod = format!("{{containers: [{{name: a, image: '{image}'}}]}}");
            told(&format!("apiVersion: apps/v1\nkind: Deployment\nspec: {{template: {{spec: {pod}}}}}\n"))
        };
        assert_eq!(told("r.io/a:1.2.3+build.7"), ["spec.template.spec.containers[0].image"]);
        assert!(told("r.io/a:1.2.3_build.7").is_empty());
    }
}
