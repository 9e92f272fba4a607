//! How and from what a release was built: the predicate of SLSA provenance 1.
//!
//! What this process can't know is not claimed: a builder is named by the workflow that GitHub names, anything else is
//! somebody's machine; a folder with changes that no commit holds is said to have some. Times stand in the run's metadata
//! only, so that everything else is the same for the same source.
//!
//! Source: <https://slsa.dev/spec/v1.0/provenance>.

use chart::Chart;
use gostd::time::Timestamp;
use oci::Digest;
use serde_json::{Map, Value, json};

/// What is done with a chart, as a URI: the fields of `externalParameters` are those of this version.
pub const BUILD_TYPE: &str = "https://portolan.dev/build/helm-chart/v1";
/// The builder where nobody vouches for one.
pub const LOCAL_BUILDER: &str = "https://portolan.dev/builder/local";

/// The commit that the chart's folder was last changed by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// The repository's address without user information, if it has one that others can reach.
    pub repository: Option<String>,
    /// Full hash.
    pub hash: String,
    /// Whether files of the folder differ from it.
    pub changed: bool,
}

/// The run that builds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// URI of the builder: who would have to lie for this to be wrong.
    pub builder: String,
    /// URI of this very run, where there is one.
    pub invocation: Option<String>,
    /// When it began, Unix seconds.
    pub started: i64,
    /// When the package was there, Unix seconds.
    pub finished: i64,
}

/// Where a chart comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The chart's folder within its repository, or as it was named.
    pub folder: String,
    /// The commit; none outside of a repository.
    pub commit: Option<Commit>,
    /// Who builds, and when.
    pub run: Run,
}

/// The predicate. `images` are references that are pinned, with their digests.
pub fn predicate(origin: &Origin, chart: &Chart, source_time: i64, images: &[(String, Digest)]) -> Value {
    json!({
        "buildDefinition": {
            "buildType": BUILD_TYPE,
            "externalParameters": external(origin, source_time),
            "resolvedDependencies": dependencies(origin, chart, images),
        },
        "runDetails": run_details(&origin.run),
    })
}

/// The predicate without what differs between two runs over the same source.
pub fn without_run(predicate: &Value) -> Value {
    let mut kept = predicate.clone();
    if let Some(fields) = kept.as_object_mut() {
        fields.remove("runDetails");
    }
    kept
}

/// What somebody who starts a release decides.
fn external(origin: &Origin, source_time: i64) -> Value {
    let mut source = Map::new();
    if let Some(repository) = origin.commit.as_ref().and_then(|commit| commit.repository.as_ref()) {
        source.insert("repository".to_owned(), git_uri(repository).into());
    }
    source.insert("folder".to_owned(), origin.folder.as_str().into());
    json!({ "source": source, "sourceTime": Timestamp::from_unix(source_time).to_rfc3339() })
}

fn dependencies(origin: &Origin, chart: &Chart, images: &[(String, Digest)]) -> Vec<Value> {
    let commit = origin.commit.iter().map(commit_descriptor);
    let archives = subchart_archives(chart).map(
        |(path, digest)| json!({ "name": path, "digest": named(&digest), "mediaType": oci::media_type::HELM_CHART }),
    );
    let images = images.iter().map(|(reference, digest)| json!({ "uri": reference, "digest": named(digest) }));
    commit.chain(archives).chain(images).collect()
}

fn commit_descriptor(commit: &Commit) -> Value {
    let mut fields = Map::new();
    if let Some(repository) = &commit.repository {
        fields.insert("uri".to_owned(), git_uri(repository).into());
    }
    fields.insert("digest".to_owned(), json!({ "gitCommit": commit.hash }));
    fields.insert("name".to_owned(), "source".into());
    if commit.changed {
        fields.insert("annotations".to_owned(), json!({ "changed": true }));
    }
    Value::Object(fields)
}

fn git_uri(repository: &str) -> String {
    format!("git+{repository}")
}

/// The archives below `charts/`, as they lie there.
fn subchart_archives(chart: &Chart) -> impl Iterator<Item = (String, Digest)> + '_ {
    let is_archive = |path: &str| {
        let rest = path.strip_prefix("charts/").unwrap_or_default();
        rest.ends_with(".tgz") && !rest.contains('/')
    };
    let archives = chart.raw.files().iter().filter(move |file| is_archive(&file.path));
    archives.map(|file| (file.path.clone(), Digest::of(&file.data)))
}

fn named(digest: &Digest) -> Value {
    json!({ digest.algorithm().name(): digest.hex() })
}

fn run_details(run: &Run) -> Value {
    let mut metadata = Map::new();
    if let Some(invocation) = &run.invocation {
        metadata.insert("invocationId".to_owned(), invocation.as_str().into());
    }
    metadata.insert("startedOn".to_owned(), Timestamp::from_unix(run.started).to_rfc3339().into());
    metadata.insert("finishedOn".to_owned(), Timestamp::from_unix(run.finished).to_rfc3339().into());
    json!({
        "builder": { "id": run.builder, "version": { "portolan": env!("CARGO_PKG_VERSION") } },
        "metadata": metadata,
    })
}
