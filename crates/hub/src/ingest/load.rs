//! Loading a chart as Artifact Hub's tracker does, with the loader of Helm 3.20.0 (`pkg/chart/loader`): what it says of
//! broken ones, and its limit on single files, which Helm 4 no longer has.

use chart::{ArchiveError, ArchiveRules, Chart, File, LoadError};
use gostd::strconv::quote;

use super::refusal::{Cause, Refusal, RefusalKind, Who};
use super::{FoundAt, Version};
use crate::limits::{MAX_CHART_BYTES, MAX_FILE_BYTES};

/// Loads the archive of a version.
///
/// # Errors
/// The refusal with Artifact Hub's text; also for charts beyond our own limits, of which Artifact Hub has none.
pub fn load(archive: &[u8], at: &FoundAt<'_>) -> Result<Chart, Refusal> {
    let version = Version::of(at)?;
    let loaded = chart::load_any_archive(ArchiveRules::Helm, archive);
    let chart = match loaded {
        Ok(loaded) => loaded.chart,
        Err(error) => {
            return Err(large_in_archive(archive, &error)
                .map_or_else(|| refusal(&error, &version), |large| failed(large, None, &version)));
        }
    };
    match large_file(&chart) {
        Some(large) => Err(failed(large, None, &version)),
        None => Ok(chart),
    }
}

/// Why there is no archive to load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PullFailure<'a> {
    /// The tag is gone; with the registry's client's text.
    ArtifactNotFound(&'a str),
    /// No layer is a chart.
    LayerNotFound,
    /// Anything else, in the client's words.
    Other(&'a str),
}

/// The refusal of a version whose archive can't be pulled (`internal/oci/oci.go`, `PullLayer`).
pub fn pull_refusal(failure: PullFailure<'_>, at: &FoundAt<'_>) -> Refusal {
    let message = match failure {
        PullFailure::ArtifactNotFound("") => "artifact not found".to_owned(),
        PullFailure::ArtifactNotFound(reason) => format!("artifact not found: {reason}"),
        PullFailure::LayerNotFound => "layer not found".to_owned(),
        PullFailure::Other(reason) => reason.to_owned(),
    };
    Version::of(at).map_or_else(|refusal| refusal, |version| failed(message, None, &version))
}

/// The refusal for a chart that Portolan could not load.
pub fn load_refusal(error: &LoadError, at: &FoundAt<'_>) -> Refusal {
    match Version::of(at) {
        Ok(version) => refusal(error, &version),
        Err(refusal) => refusal,
    }
}

fn refusal(error: &LoadError, version: &Version) -> Refusal {
    if is_ours(error) {
        let mut refusal = Refusal::silent(RefusalKind::Unread, Cause::new(error.to_string()));
        refusal.causes.iter_mut().for_each(|cause| cause.place(error));
        return refusal;
    }
    failed(helm_3_text(error), Some(error), version)
}

/// The refusal of a chart with a file that is too large, for charts that were not loaded by [`load`].
pub(super) fn check_sizes(chart: &Chart, version: &Version) -> Result<(), Refusal> {
    large_file(chart).map_or(Ok(()), |large| Err(failed(large, None, version)))
}

fn failed(message: String, error: Option<&LoadError>, version: &Version) -> Refusal {
    let who: Who<'_> = version.who();
    let reason = format!("error loading chart ({}): {message}", version.content_url);
    let mut cause = Cause::new(message);
    if let Some(error) = error {
        cause.place(error);
    }
    Refusal::preparing(RefusalKind::Load, &reason, vec![cause], &who)
}

/// Helm reads the whole archive before it looks at what is in it.
fn large_in_archive(archive: &[u8], error: &LoadError) -> Option<String> {
    if matches!(error, LoadError::Archive(_)) {
        return None;
    }
    let files = chart::archive_files(archive).ok()?;
    files.iter().find(|file| is_large(file)).map(|file| too_large(&file.path))
}

/// The first file that is too large, of the chart or of an archive within it.
fn large_file(chart: &Chart) -> Option<String> {
    if let Some(file) = chart.raw.files().iter().find(|file| is_large(file)) {
        return Some(too_large(&format!("{}/{}", chart.name(), file.path)));
    }
    chart.dependencies.iter().find_map(|within| {
        let text = large_file(within)?;
        Some(format!("error unpacking subchart {} in {}: {text}", within.name(), chart.name()))
    })
}

fn is_large(file: &File) -> bool {
    file.data.len() as u64 > MAX_FILE_BYTES
}

fn too_large(path: &str) -> String {
    format!("decompressed chart file {} is larger than the maximum file size {MAX_FILE_BYTES}", quote(path))
}

/// The text of Helm 3.20.0 with Go 1.26 for an error of Helm 4.3 with Go 1.27.
fn helm_3_text(error: &LoadError) -> String {
    match error {
        LoadError::Archive(error) => archive_text(error),
        LoadError::Decode { place, message } => {
            format!("cannot load {}: {}", place.file, decode_text(&place.file, message))
        }
        LoadError::Subchart { name, parent, cause } => {
            format!("error unpacking subchart {name} in {parent}: {}", helm_3_text(cause))
        }
        error => error.to_string(),
    }
}

/// Whether only Portolan, or Helm 4, refuses such a chart.
fn is_ours(error: &LoadError) -> bool {
    match error {
        LoadError::ChartTooDeep { .. }
        | LoadError::TooManyFiles { .. }
        | LoadError::TooManyFolders { .. }
        | LoadError::LongPaths { .. }
        | LoadError::TooMuchYaml { .. }
        | LoadError::LargeMetadata { .. }
        | LoadError::CostlyRules { .. }
        | LoadError::Archive(ArchiveError::TooManyFiles { .. } | ArchiveError::LongNames { .. }) => true,
        LoadError::Validation { message, .. } => message.ends_with("is not allowed"),
        LoadError::Decode { message, .. } => message.contains("yaml: exceeded max "),
        LoadError::Subchart { cause, .. } => is_ours(cause),
        _ => false,
    }
}

fn archive_text(error: &ArchiveError) -> String {
    match error {
        ArchiveError::AbsolutePath { .. } => "chart illegally contains absolute paths".to_owned(),
        ArchiveError::ParentFolder { .. } => "chart illegally references parent directory".to_owned(),
        ArchiveError::IllegalName { .. } => "chart contains illegally named files".to_owned(),
        ArchiveError::ChartYamlNotInBase { .. } => "chart yaml not in base directory".to_owned(),
        ArchiveError::TooLarge { .. } => {
            format!("decompressed chart is larger than the maximum file size {MAX_CHART_BYTES}")
        }
        error => error.to_string(),
    }
}

/// The spelling of the keys that Go's structs have; in the file any case will do.
const FIELDS: [&str; 25] = [
    "name",
    "home",
    "sources",
    "version",
    "description",
    "keywords",
    "maintainers",
    "icon",
    "apiVersion",
    "condition",
    "tags",
    "appVersion",
    "deprecated",
    "annotations",
    "kubeVersion",
    "dependencies",
    "type",
    "email",
    "url",
    "repository",
    "enabled",
    "import-values",
    "alias",
    "generated",
    "digest",
];

/// Go 1.27 names `.maintainers.0.name`, Go 1.26 `Maintainer.maintainers.name`; keys of maps it does not name at all.
fn decode_text(file: &str, message: &str) -> String {
    let message = message.strip_prefix("cannot unmarshal yaml document: ").unwrap_or(message);
    let root = if file.ends_with(".lock") { "Lock" } else { "Metadata" };
    let rename = || {
        let (head, rest) = message.split_once(" into ")?;
        let (target, go_type) = rest.rsplit_once(" of type ")?;
        let path = target.strip_prefix("Go struct field ").unwrap_or(target).strip_prefix('.')?;
        let names: Vec<&str> = path.split('.').filter(|step| step.parse::<usize>().is_err()).map(spelled).collect();
        let field = match names.as_slice() {
            ["annotations", ..] => "Metadata.annotations".to_owned(),
            ["maintainers", name, ..] => format!("Maintainer.maintainers.{name}"),
            ["dependencies", name, ..] => format!("Dependency.dependencies.{name}"),
            [name, ..] => format!("{root}.{name}"),
            [] => return None,
        };
        let go_type = go_type.replace("v2.", "chart.");
        Some(format!("{head} into Go struct field {field} of type {go_type}"))
    };
    rename().unwrap_or_else(|| message.replace("v2.", "chart."))
}

fn spelled(key: &str) -> &str {
    FIELDS.iter().find(|field| field.eq_ignore_ascii_case(key)).copied().unwrap_or(key)
}

#[cfg(test)]
mod tests {
    use super::decode_text;

    #[test]
    fn fields_are_named_as_go_1_26_does() {
        let cases = [
            (
                "json: cannot unmarshal array into Go struct field .annotations.a~1b of type string",
                "json: cannot unmarshal array into Go struct field Metadata.annotations of type string",
            ),
            (
                "json: cannot unmarshal string into .maintainers.0 of type v2.Maintainer",
                "json: cannot unmarshal string into Go struct field Metadata.maintainers of type chart.Maintainer",
            ),
            (
                "json: cannot unmarshal string into Go struct field .deprecated of type bool",
                "json: cannot unmarshal string into Go struct field Metadata.deprecated of type bool",
            ),
            (
                "json: cannot unmarshal array into Go struct field .maintainers.0.name of type string",
                "json: cannot unmarshal array into Go struct field Maintainer.maintainers.name of type string",
            ),
            (
                "json: cannot unmarshal string into Go value of type v2.Metadata",
                "json: cannot unmarshal string into Go value of type chart.Metadata",
            ),
        ];
        for (helm_4, helm_3) in cases {
            assert_eq!(decode_text("Chart.yaml", helm_4), helm_3);
        }
    }
}
