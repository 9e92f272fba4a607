//! The annotations of `Chart.yaml` that Artifact Hub reads (TS `EnrichPackageFromAnnotations` in
//! `internal/tracker/source/helm/helm.go`).

use goyaml::{Kind, Node};

use crate::fields::{raw_text, text};

/// The prefix of all of them.
pub const PREFIX: &str = "artifacthub.io/";

/// What a value must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// YAML list.
    List,
    /// What Go's `strconv.ParseBool` takes.
    Boolean,
    /// Any text that is not empty.
    Text,
}

/// `artifacthub.io/alternativeName`.
pub const ALTERNATIVE_NAME: &str = "artifacthub.io/alternativeName";
/// `artifacthub.io/category`.
pub const CATEGORY: &str = "artifacthub.io/category";
/// `artifacthub.io/changes`.
pub const CHANGES: &str = "artifacthub.io/changes";
/// `artifacthub.io/containsSecurityUpdates`.
pub const CONTAINS_SECURITY_UPDATES: &str = "artifacthub.io/containsSecurityUpdates";
/// `artifacthub.io/crds`.
pub const CRDS: &str = "artifacthub.io/crds";
/// `artifacthub.io/crdsExamples`.
pub const CRDS_EXAMPLES: &str = "artifacthub.io/crdsExamples";
/// `artifacthub.io/images`.
pub const IMAGES: &str = "artifacthub.io/images";
/// `artifacthub.io/license`.
pub const LICENSE: &str = "artifacthub.io/license";
/// `artifacthub.io/links`.
pub const LINKS: &str = "artifacthub.io/links";
/// `artifacthub.io/maintainers`.
pub const MAINTAINERS: &str = "artifacthub.io/maintainers";
/// `artifacthub.io/operator`.
pub const OPERATOR: &str = "artifacthub.io/operator";
/// `artifacthub.io/operatorCapabilities`.
pub const OPERATOR_CAPABILITIES: &str = "artifacthub.io/operatorCapabilities";
/// `artifacthub.io/prerelease`.
pub const PRERELEASE: &str = "artifacthub.io/prerelease";
/// `artifacthub.io/recommendations`.
pub const RECOMMENDATIONS: &str = "artifacthub.io/recommendations";
/// `artifacthub.io/screenshots`.
pub const SCREENSHOTS: &str = "artifacthub.io/screenshots";
/// `artifacthub.io/signKey`.
pub const SIGN_KEY: &str = "artifacthub.io/signKey";

/// All annotations that Artifact Hub reads.
pub const KNOWN: [&str; 16] = [
    ALTERNATIVE_NAME,
    CATEGORY,
    CHANGES,
    CONTAINS_SECURITY_UPDATES,
    CRDS,
    CRDS_EXAMPLES,
    IMAGES,
    LICENSE,
    LINKS,
    MAINTAINERS,
    OPERATOR,
    OPERATOR_CAPABILITIES,
    PRERELEASE,
    RECOMMENDATIONS,
    SCREENSHOTS,
    SIGN_KEY,
];

/// Why a value does not have its shape, or `None` when it does.
pub fn mismatch(shape: Shape, value: &str) -> Option<String> {
    match shape {
        Shape::Text => value.trim().is_empty().then(|| "is empty".to_owned()),
        Shape::Boolean => parse_bool(value).is_none().then(|| format!("is {value:?}, expected \"true\" or \"false\"")),
        Shape::List => match goyaml::parse(value.as_bytes()) {
            Ok(Some(Node { kind: Kind::Sequence(items), .. })) if !items.is_empty() => null_item(&items),
            Ok(Some(Node { kind: Kind::Sequence(_), .. }) | None) => Some("is an empty list".to_owned()),
            Ok(Some(_)) => Some("is not a YAML list".to_owned()),
            Err(error) => Some(format!("is not YAML: {error}")),
        },
    }
}

fn null_item(items: &[Node]) -> Option<String> {
    let null = |node: &Node| node.to_json().is_ok_and(|value| value == gostd::json::Value::Null);
    let index = items.iter().position(null)?;
    Some(format!("has an empty item at position {}", index + 1))
}

/// Go's `strconv.ParseBool`.
pub fn parse_bool(value: &str) -> Option<bool> {
    match value {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

/// One entry of `artifacthub.io/changes`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Lower-case kind: added, changed, deprecated, removed, fixed or security.
    pub kind: Option<String>,
    /// What changed.
    pub description: String,
    /// Name and URL of each link.
    pub links: Vec<(String, String)>,
}

const KINDS: [&str; 6] = ["added", "changed", "deprecated", "removed", "fixed", "security"];

/// Reads `artifacthub.io/changes`: all items are texts, or all are mappings.
///
/// # Errors
/// The reason in words, as Artifact Hub's tracker would give it.
pub fn changes(value: &str) -> Result<Vec<Change>, String> {
    let document = goyaml::parse(value.as_bytes()).map_err(|error| error.to_string())?;
    let Some(document) = document else { return Ok(Vec::new()) };
    let Kind::Sequence(items) = &document.kind else {
        return Err("expected a list of changes".to_owned());
    };
    let mappings = items.iter().filter(|item| matches!(item.kind, Kind::Mapping(_))).count();
    if mappings != 0 && mappings != items.len() {
        return Err("texts and mappings can't be mixed in one list".to_owned());
    }
    items.iter().map(change).collect()
}

fn change(item: &Node) -> Result<Change, String> {
    if let Some(description) = raw_text(item) {
        return Ok(Change { kind: None, description, links: Vec::new() });
    }
    let kind = text(item, "kind").map(|kind| kind.to_lowercase());
    if let Some(kind) = &kind
        && !KINDS.contains(&kind.as_str())
    {
        return Err(format!("invalid change: invalid kind: {kind}"));
    }
    let description = text(item, "description").filter(|text| !text.is_empty());
    let description = description.ok_or("invalid change: description not provided")?;
    let links = match item.get("links") {
        Some(Node { kind: Kind::Sequence(links), .. }) => links.iter().map(link).collect::<Result<_, _>>()?,
        _ => Vec::new(),
    };
    Ok(Change { kind, description, links })
}

fn link(node: &Node) -> Result<(String, String), String> {
    let field = |key: &str| {
        let value = text(node, key).filter(|text| !text.is_empty());
        value.ok_or_else(|| format!("invalid change: link {key} not provided"))
    };
    Ok((field("name")?, field("url")?))
}

/// `name` and `url` of each entry of a `links` list; entries of other shapes are left out.
pub fn links(value: &str) -> Vec<(String, String)> {
    let Ok(Some(Node { kind: Kind::Sequence(items), .. })) = goyaml::parse(value.as_bytes()) else { return Vec::new() };
    let field = |node: &Node, key: &str| text(node, key).unwrap_or_default();
    items.iter().map(|item| (field(item, "name"), field(item, "url"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_as_the_hub_reads_them() {
        assert_eq!(changes("- a\n- b\n").unwrap().len(), 2);
        assert_eq!(changes("").unwrap(), []);
        let one = changes("- kind: Security\n  description: x\n  links:\n  - name: n\n    url: u\n").unwrap();
        assert_eq!(one[0].kind.as_deref(), Some("security"));
        assert_eq!(one[0].links, [("n".to_owned(), "u".to_owned())]);
        assert_eq!(changes("- kind: chore\n  description: x\n").unwrap_err(), "invalid change: invalid kind: chore");
        assert_eq!(changes("- kind: added\n").unwrap_err(), "invalid change: description not provided");
        assert!(changes("- a\n- kind: added\n  description: x\n").is_err());
        assert!(changes("- [security] x\n").is_err());
    }

    #[test]
    fn shapes() {
        assert_eq!(mismatch(Shape::List, "- a\n"), None);
        assert!(mismatch(Shape::List, "a: b").is_some());
        assert!(mismatch(Shape::List, "- a\n-\n").is_some());
        assert!(mismatch(Shape::Boolean, "yes").is_some());
        assert_eq!(mismatch(Shape::Boolean, "T"), None);
        assert!(mismatch(Shape::Text, " ").is_some());
    }
}
