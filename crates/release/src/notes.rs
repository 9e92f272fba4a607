//! Release notes out of `artifacthub.io/changes`. A prerelease is never called stable.

use std::fmt::Write as _;

use chart::Metadata;
use hub::annotations;
use hub::package::Change;

/// Kinds in the order in which they are told, with their headings; the empty kind takes changes without one.
const HEADINGS: [(&str, &str); 7] = [
    ("security", "Security"),
    ("removed", "Removed"),
    ("deprecated", "Deprecated"),
    ("added", "Added"),
    ("changed", "Changed"),
    ("fixed", "Fixed"),
    ("", "Other changes"),
];

/// The notes of this version as Markdown; `reference` is where it can be pulled from, if it is known.
///
/// # Errors
/// Why `artifacthub.io/changes` can't be read.
pub fn notes(metadata: &Metadata, reference: Option<&str>) -> Result<String, String> {
    let changes = match metadata.annotations.get(annotations::CHANGES) {
        Some(value) => annotations::changes(value)?,
        None => Vec::new(),
    };
    let mut text = format!("# {} {}\n\n{}\n", metadata.name, metadata.version, kind_of_release(metadata));
    for (kind, heading) in HEADINGS {
        let of_kind: Vec<&Change> = changes.iter().filter(|change| change.kind == kind).collect();
        if !of_kind.is_empty() {
            let _ = write!(text, "\n## {heading}\n\n");
            of_kind.iter().for_each(|change| text.push_str(&line(change)));
        }
    }
    if changes.is_empty() {
        text.push_str("\nNo changes are listed for this version.\n");
    }
    if let Some(reference) = reference {
        let _ = write!(
            text,
            "\n## Install\n\n```sh\nhelm install {} {reference} --version {}\n```\n",
            metadata.name, metadata.version
        );
    }
    Ok(text)
}

/// Whether the version or the annotation calls this a prerelease.
pub fn is_prerelease(metadata: &Metadata) -> bool {
    let version = gostd::semver::Version::parse(&metadata.version);
    let by_version = version.is_ok_and(|version| !version.prerelease.is_empty());
    let annotated = metadata.annotations.get(annotations::PRERELEASE);
    by_version || annotated.and_then(|value| annotations::parse_bool(value)) == Some(true)
}

fn kind_of_release(metadata: &Metadata) -> String {
    let application = application(metadata);
    if is_prerelease(metadata) {
        return format!(
            "Prerelease: for testing, not for production. `helm` picks it only with `--devel` or its exact version.{application}"
        );
    }
    let security = metadata.annotations.get(annotations::CONTAINS_SECURITY_UPDATES);
    match security.and_then(|value| annotations::parse_bool(value)) {
        Some(true) => format!("Stable release of the chart. It contains security updates.{application}"),
        _ => format!("Stable release of the chart.{application}"),
    }
}

fn application(metadata: &Metadata) -> String {
    let version = &metadata.app_version;
    match gostd::semver::Version::parse(version) {
        _ if version.is_empty() => String::new(),
        Ok(parsed) if parsed.is_prerelease() => format!("\n\nApplication version: `{version}`, a prerelease."),
        _ => format!("\n\nApplication version: `{version}`."),
    }
}

fn line(change: &Change) -> String {
    let links = change.links.iter().flatten().map(|link| format!(" ([{}]({}))", link.name, link.url));
    let description = change.description.trim().replace('\n', "\n  ");
    format!("- {description}{}\n", links.collect::<String>())
}
