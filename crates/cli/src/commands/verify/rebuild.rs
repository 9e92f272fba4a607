//! `--rebuild`: the chart's folder as a commit holds it, built again and compared with what is published.

use std::path::Path;

use ::release::verify::{self, Step, VerifiedChart};

use crate::failure::{Failure, Result};
use crate::git::BaseCommit;

const CREATED: &str = "org.opencontainers.image.created";

/// Builds the chart once more from `commit` and compares.
///
/// # Errors
/// Exit 2: no such commit, no chart of this name in it, or no time to build with.
pub fn step(published: &VerifiedChart, commit: &str, repository: &Path) -> Result<Step> {
    let root = crate::git::repository_root(repository).ok_or_else(|| {
        Failure::usage(format!("--repository {}: this is in no git repository", repository.display()))
    })?;
    let commit = BaseCommit::at(&root, commit)?;
    let name = &published.chart.metadata.name;
    let folders = commit.charts(name);
    let [folder] = folders.as_slice() else {
        let found = folders.len();
        return Err(Failure::usage(format!(
            "commit {} holds {found} charts named {name}, expected one",
            commit.reference
        )));
    };
    let loaded = chart::load_folder(folder).map_err(|error| Failure::input(error.to_string()))?;
    Ok(verify::rebuild(published, &loaded.chart, source_time(published)?))
}

/// The time that the release was built with: `SOURCE_DATE_EPOCH`, else what the manifest says, unless the chart itself
/// decided that.
fn source_time(published: &VerifiedChart) -> Result<i64> {
    if let Some(seconds) = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.parse().ok()) {
        return Ok(seconds);
    }
    let document = published.manifest.document().unwrap_or_default();
    let is_own = published.chart.metadata.annotations.contains_key(CREATED);
    let created = document.annotations.get(CREATED).filter(|_| !is_own);
    let time = created.and_then(|text| gostd::time::parse_rfc3339(text).ok());
    time.map(|time| time.seconds).ok_or_else(|| {
        Failure::usage("the manifest does not say at which time it was built")
            .hint("set SOURCE_DATE_EPOCH to the `sourceTime` of its SLSA provenance")
    })
}
