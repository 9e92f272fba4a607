//! What checks are told beyond the chart's files.

use std::path::Path;

use chart::Chart;
use checks::{Facts, Sibling};

use crate::against::Against;
use crate::failure::Result;
use crate::since::Since;

/// What is asked for.
#[derive(Clone, Copy, Default)]
pub struct Asked<'a> {
    /// The version that charts must have.
    pub expected_version: Option<&'a str>,
    /// Whether this is the only chart of the run.
    pub alone: bool,
    /// The charts of the run.
    pub siblings: &'a [Sibling],
    /// The commit to compare with.
    pub since: Option<&'a Since>,
    /// Where published versions are looked up.
    pub against: Option<&'a Against>,
}

/// Gathers the facts about a chart.
///
/// # Errors
/// What was asked for can't be known.
pub fn gather(folder: &Path, chart: &Chart, asked: &Asked<'_>) -> Result<Facts> {
    let path = folder.display().to_string();
    let siblings = asked.siblings.iter().filter(|sibling| sibling.path != path).cloned().collect();
    let base = asked.since.map(|since| since.base(folder, chart)).transpose()?.flatten();
    let published = asked.against.map(|against| against.published(folder, chart)).transpose()?;
    Ok(Facts { expected_version: expected_version(chart.name(), asked), base, published, siblings })
}

/// The version that a flag or a git tag in CI asks for, with who asks; a tag names the version of a single chart only.
fn expected_version(chart: &str, asked: &Asked<'_>) -> Option<(String, String)> {
    let by_flag = asked.expected_version.map(|version| (version.to_owned(), "--expect-version".to_owned()));
    by_flag.or_else(|| expected_by_ci(chart).filter(|_| asked.alone))
}

/// In GitHub Actions a run for a tag `1.2.3`, `v1.2.3` or `<chart>-1.2.3` (also with `/` or `-v`) names a version.
fn expected_by_ci(chart: &str) -> Option<(String, String)> {
    let variable = |name: &str| std::env::var(name).ok();
    variable("GITHUB_REF_TYPE").filter(|kind| kind == "tag")?;
    let tag = variable("GITHUB_REF_NAME")?;
    let rest = tag.strip_prefix(chart).and_then(|rest| rest.strip_prefix(['-', '/'])).unwrap_or(&tag);
    let version = rest.strip_prefix('v').unwrap_or(rest);
    gostd::semver::Version::parse_strict(version).ok()?;
    Some((version.to_owned(), format!("git tag {tag}")))
}
