//! One chart under all checks: loaded, looked at, judged.

use std::path::Path;

use chart::{Chart, Loaded};
use checks::policy::{self, Exception, Judged, Verdicts};
use checks::subject::Setting;
use checks::{Finding, Inputs, NamedFile, Selection, Subject};
use gostd::time::{Location, Timestamp};
use render::values::capabilities::{Capabilities, KubeVersion, KubeVersionError};
use render::{Keys, Moment};

use crate::config::Config;
use crate::disk::DiskFolder;
use crate::facts::Asked;
use crate::failure::{Failure, Result};
use crate::side_by_side::side_by_side;
use crate::{facts, gather, now};

/// The versions of Kubernetes that charts are rendered for when nobody names others: the oldest that vendors support for
/// long, one in the middle, and the newest that Helm's client knows.
const KUBERNETES: [&str; 3] = ["1.31", "1.34", "1.37"];

/// How charts are examined.
pub struct Request<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// Which checks look.
    pub selection: &'a Selection,
    /// Versions of Kubernetes by flag; those of the configuration, or ours, if there are none.
    pub kubernetes: &'a [String],
    /// Time and chance of renders: [`moment`].
    pub moment: Moment,
    /// What edges are asked for.
    pub asked: Asked<'a>,
}

/// A chart with what was found.
pub struct Examined {
    /// The folder as it was named.
    pub path: String,
    /// The chart, unless it can't be loaded.
    pub chart: Option<Chart>,
    /// What Helm would have logged while loading it.
    pub notes: Vec<String>,
    /// The findings.
    pub judged: Judged,
    /// What became of every check.
    pub verdicts: Verdicts,
    /// Exceptions in comments.
    pub inline: Vec<Exception>,
    /// `artifacthub-repo.yml` for this chart.
    pub repository_file: Option<NamedFile>,
}

/// Examines charts on all cores; `keep` takes of each what is wanted, so that not all charts are held at once.
///
/// # Errors
/// The first failure, in the order of the folders, that is none of the chart's: a file that can't be read, a registry that
/// does not answer.
pub fn examine_all<T: Send>(
    folders: &[impl AsRef<Path> + Sync],
    request: &Request<'_>,
    keep: impl Fn(Examined) -> T + Sync,
) -> Result<Vec<T>> {
    side_by_side(folders, |folder| examine(folder.as_ref(), request).map(&keep)).into_iter().collect()
}

/// Examines one chart.
///
/// # Errors
/// What is not the chart's fault.
pub fn examine(folder: &Path, request: &Request<'_>) -> Result<Examined> {
    let path = folder.display().to_string();
    let disk = DiskFolder::new(folder);
    let loaded = match chart::load_folder(&disk) {
        Ok(loaded) => loaded,
        Err(error) => {
            let more = checks::lint_unloadable(&disk, &path, &error.to_string(), request.selection);
            let findings = std::iter::once(gather::load_finding(folder, &error)).chain(more).collect();
            let judged = request.config.policy.judge(findings, &[], &today());
            return Ok(unloaded(path, judged));
        }
    };
    let config = request.config;
    let package_file = gather::package_file(folder)?;
    let repository_file = gather::repository_file(folder, loaded.chart.name(), config)?;
    let hub_repository = config.hub_repositories.get(loaded.chart.name());
    let kubernetes = kubernetes(&loaded, request)?;
    let values: Vec<String> = config.render.values.iter().map(|pattern| pattern.value.clone()).collect();
    let namespace = config.render.namespace.as_deref();
    let subject = Subject::new(Inputs {
        loaded: &loaded,
        folder: &disk,
        path: &path,
        package_file: package_file.as_ref(),
        repository_file: repository_file.as_ref(),
        repository_id_origin: hub_repository.and_then(|repository| repository.id_origin.as_ref()),
        kubernetes: &kubernetes,
        values: &values,
        setting: Setting { namespace: namespace.unwrap_or("default"), moment: &request.moment },
    });
    let facts = facts::gather(folder, &loaded.chart, &request.asked)?;
    let findings = checks::check(&subject, &facts, request.selection);
    let inline = subject.inline();
    let findings: Vec<Finding> = findings.into_iter().chain(inline.wrong).collect();
    let judged = config.policy.judge(findings, &inline.exceptions, &today());
    let looked = |rule: &checks::Rule| request.selection.takes(rule) && !config.policy.is_off(rule.id);
    let verdicts = policy::verdicts(&judged, looked);
    let Loaded { chart, notes } = loaded;
    Ok(Examined { path, chart: Some(chart), notes, judged, verdicts, inline: inline.exceptions, repository_file })
}

/// A folder that is no chart: only one check could look.
fn unloaded(path: String, judged: Judged) -> Examined {
    let verdicts = policy::verdicts(&judged, |_| false);
    Examined { path, chart: None, notes: vec![], judged, verdicts, inline: vec![], repository_file: None }
}

/// Checks should find the same in every run, so chance is the same in every run.
const SEED: [u8; 32] = [0; 32];

/// Now, and chance for all charts of a run.
pub fn moment() -> Moment {
    let zone = Location::utc().as_local("UTC");
    Moment { now: now::unix_nanoseconds(), zone, seed: SEED, keys: Keys::default() }
}

/// Today in UTC, `YYYY-MM-DD`.
pub fn today() -> String {
    Timestamp::from_unix(now::unix_seconds()).to_rfc3339().chars().take(10).collect()
}

/// The versions of Kubernetes, oldest first. Of our own choice only those for which the chart says that it is made.
fn kubernetes(loaded: &Loaded, request: &Request<'_>) -> Result<Vec<KubeVersion>> {
    let by_flag = request.kubernetes.iter().map(|version| (version.as_str(), "--kubernetes"));
    let configured = request.config.render.kubernetes.iter();
    let configured = configured.map(|version| (version.value.as_str(), version.decided_by.as_str()));
    let named: Vec<(&str, &str)> = if request.kubernetes.is_empty() { configured.collect() } else { by_flag.collect() };
    let mut versions = if named.is_empty() { ours(&loaded.chart) } else { parsed(&named)? };
    let number = |text: &str| text.parse::<u32>().unwrap_or(u32::MAX);
    versions.sort_by_key(|version| (number(&version.major), number(&version.minor)));
    Ok(versions)
}

fn parsed(named: &[(&str, &str)]) -> Result<Vec<KubeVersion>> {
    let one = |(version, decided_by): &(&str, &str)| {
        whole(version).map_err(|error| {
            Failure::usage(format!("{decided_by}: {version:?} is no version of Kubernetes: {error}"))
                .hint("write a version such as 1.34")
        })
    };
    named.iter().map(one).collect()
}

/// A version with its patch: charts that look for one in `.Capabilities.KubeVersion` find it on every cluster.
fn whole(version: &str) -> std::result::Result<KubeVersion, KubeVersionError> {
    let is_short = version.matches('.').count() == 1 && version.ends_with(|c: char| c.is_ascii_digit());
    if is_short { KubeVersion::parse(&format!("{version}.0")) } else { KubeVersion::parse(version) }
}

fn ours(chart: &Chart) -> Vec<KubeVersion> {
    let known: Vec<KubeVersion> = KUBERNETES.iter().filter_map(|version| whole(version).ok()).collect();
    let fits = |version: &&KubeVersion| {
        let capabilities = Capabilities { kube_version: (*version).clone(), ..Capabilities::helm_4() };
        capabilities.check_kube_version(&chart.metadata.kube_version).is_ok()
    };
    let fitting: Vec<KubeVersion> = known.iter().filter(fits).cloned().collect();
    if fitting.is_empty() { known } else { fitting }
}
