//! Images that rendered manifests run, however these are written: lines that look like `image: …`, as Artifact Hub finds
//! them, and the containers of every document.

use std::collections::HashSet;

use chart::YamlStream;
use gostd::json::Value;

/// Lists whose items are containers (`k8s.io/api/core/v1`, `PodSpec`).
const CONTAINERS: [&str; 3] = ["containers", "initContainers", "ephemeralContainers"];

/// The references of images, each once: those of lines first.
pub(super) fn images(manifests: &str) -> Vec<String> {
    let mut found = hub::ingest::detected_images(manifests).images;
    found.retain(|text| !is_syntax(text));
    // A document that can't be read has had its lines looked at.
    for part in YamlStream::new(manifests.as_bytes()).map_while(Result::ok) {
        if let Ok(Some(document)) = goyaml::to_json(&part.text) {
            of_containers(&document, &mut found);
        }
    }
    let mut known = HashSet::new();
    found.retain(|image| known.insert(image.clone()));
    found
}

/// Whether what stands behind `image:` in its line is YAML around a reference (`>-`, `&anchor`, `"a/b"}]`), and no
/// reference.
fn is_syntax(text: &str) -> bool {
    text.starts_with(['>', '|', '&', '*', '!', '{', '[', '#']) || text.ends_with([',', '}', ']'])
}

/// Containers anywhere below a value. It is no deeper than goyaml reads.
fn of_containers(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| of_containers(item, found)),
        Value::Object(fields) => {
            for key in CONTAINERS {
                let containers = fields.get(key).and_then(Value::as_array).unwrap_or_default();
                let images = containers.iter().filter_map(|container| container.get("image")?.as_str());
                found.extend(images.map(str::trim).filter(|image| !image.is_empty()).map(str::to_owned));
            }
            fields.values().for_each(|value| of_containers(value, found));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::images;

    #[test]
    fn images_of_containers_are_found_however_they_are_written() {
        for (written, image) in [
            ("spec: {containers: [{name: c, image: \"quay.io/hidden/flow:1\"}]}\n", "quay.io/hidden/flow:1"),
            ("spec:\n  containers:\n  - {name: c, image: r.io/item:1}\n", "r.io/item:1"),
            ("spec:\n  containers:\n  - name: c\n    \"image\": r.io/quoted:1\n", "r.io/quoted:1"),
            ("spec:\n  containers:\n  - name: c\n    image: >-\n      r.io/folded:1\n", "r.io/folded:1"),
            ("spec:\n  containers:\n  - name: c\n    image: &a r.io/anchor:1\n", "r.io/anchor:1"),
            ("spec:\n  initContainers:\n  - name: c\n    image:\n      r.io/init:1\n", "r.io/init:1"),
            ("spec:\n  containers: [{\n    image: \"r.io/lines:1\"}]\n", "r.io/lines:1"),
            ("x: &x {image: r.io/merged:1}\nspec: {containers: [{<<: *x, name: c}]}\n", "r.io/merged:1"),
            ("{\"items\":[{\"spec\":{\"ephemeralContainers\":[{\"image\":\"r.io/json:1\"}]}}]}\n", "r.io/json:1"),
        ] {
            assert_eq!(images(&format!("---\n# Source: a/templates/b.yaml\n{written}")), [image], "{written}");
        }
    }

    #[test]
    fn images_of_lines_come_first_and_each_comes_once() {
        let manifests = "spec: {containers: [{image: r.io/flow:1}, {image: r.io/line:1}, {image: 5}, {}]}\n---\n\
            data:\n  a: |\n    image: r.io/text:1\n---\nspec:\n  containers:\n  - image: r.io/line:1\n---\na: [\n---\n\
            spec: {containers: {image: r.io/none:1}, initContainers: [{image: \"\"}, {image: r.io/flow:1}]}\n";
        assert_eq!(images(manifests), ["r.io/text:1", "r.io/line:1", "r.io/flow:1"]);
        assert_eq!(images(manifests), images(manifests));
    }

    #[test]
    fn a22_deep_documents_are_left_to_their_lines() {
        let deep = format!("b:\n  image: r.io/a:1\na: {}\n", "[".repeat(100_000));
        assert_eq!(images(&deep), ["r.io/a:1"]);
    }
}
