//! The annotations of `Chart.yaml` that Artifact Hub reads (TS `EnrichPackageFromAnnotations` in
//! `internal/tracker/source/helm/helm.go`).

use goyaml::{Kind, Node};

use crate::fields::text;
use crate::go_yaml::{Dialect, unmarshal};
use crate::package::{Change, ContainerImage, read_changes};

/// The prefix of all of them.
pub const PREFIX: &str = "artifacthub.io/";

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

/// Go's `strconv.ParseBool`.
pub fn parse_bool(value: &str) -> Option<bool> {
    match value {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

/// Reads `artifacthub.io/changes` as Artifact Hub does; without a list there are none.
///
/// # Errors
/// The reason in words, as Artifact Hub's tracker would give it.
pub fn changes(value: &str) -> Result<Vec<Change>, String> {
    let read = read_changes(value).changes.map_err(|bad| bad.words())?;
    Ok(read.unwrap_or_default())
}

/// Reads `artifacthub.io/images` as Artifact Hub does; without a list, and for empty items, there are none.
///
/// # Errors
/// The decoder's reason.
pub fn images(value: &str) -> Result<Vec<ContainerImage>, String> {
    let decoded =
        unmarshal(value.as_bytes(), Dialect::V3, |decoder, node, list| decoder.list::<ContainerImage>(node, list));
    let list = decoded.into_result().map_err(|error| error.text)?;
    Ok(list.into_iter().flatten().flatten().collect())
}

/// `name` and `url` of each entry of a `links` list; entries of other shapes, and those that have neither, are left out.
pub fn links(value: &str) -> Vec<(String, String)> {
    let Ok(Some(Node { kind: Kind::Sequence(items), .. })) = goyaml::parse(value.as_bytes()) else { return Vec::new() };
    let field = |node: &Node, key: &str| text(node, key).unwrap_or_default();
    let link = |item: &Node| (field(item, "name"), field(item, "url"));
    items.iter().map(link).filter(|(name, url)| !name.is_empty() || !url.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_have_a_name_or_an_address() {
        let both = ("n".to_owned(), "u".to_owned());
        assert_eq!(links("- name: n\n  url: u\n- https://demo.example\n- {}\n-\n- other: x\n"), [both]);
        assert_eq!(links("https://demo.example"), []);
    }

    #[test]
    fn images_as_the_hub_reads_them() {
        let read = images("- image: r.io/a:1\n  whitelisted: true\n  platforms: [linux/amd64]\n-\n").unwrap();
        assert_eq!((read.len(), read[0].image.as_str(), read[0].whitelisted), (1, "r.io/a:1", true));
        assert_eq!(images(""), Ok(Vec::new()));
        assert!(images("- image: [a]\n").is_err());
    }

    #[test]
    fn changes_as_the_hub_reads_them() {
        assert_eq!(changes("- a\n- b\n").unwrap().len(), 2);
        assert_eq!(changes("").unwrap(), []);
        let one = changes("- kind: Security\n  description: x\n  links:\n  - name: n\n    url: u\n").unwrap();
        assert_eq!(one[0].kind, "security");
        assert_eq!(one[0].links.as_ref().map(|links| links[0].url.as_str()), Some("u"));
        assert_eq!(changes("- kind: chore\n  description: x\n").unwrap_err(), "invalid change: invalid kind: chore");
        assert_eq!(changes("- kind: added\n").unwrap_err(), "invalid change: description not provided");
        assert!(changes("- a\n- kind: added\n  description: x\n").is_err());
        assert!(changes("- [security] x\n").is_err());
    }
}
