//! Packed charts: Helm unpacks them into a temporary folder and lints that (Helm: `action.lintChart`,
//! `chartutil.Expand`).

use chart::{Folder, MAX_METADATA_BYTES, MemoryFolder, archive_files, base_name};
use gostd::strconv::quote;

use crate::yaml::{chart_document, metadata};

/// Where messages say that the chart is. Helm's own path is random.
const TEMPORARY: &str = "/tmp/helm-lint";

/// Whether a path names a packed chart, by its ending.
pub fn is_archive(path: &str) -> bool {
    path.ends_with(".tgz") || path.ends_with(".tar.gz")
}

/// The folder that a packed chart unpacks to, in memory.
///
/// # Errors
/// What is wrong with the archive or the name of the chart in it; Helm's text.
pub fn expand(tgz: &[u8]) -> Result<impl Folder + use<>, String> {
    expanded(tgz).map_err(|error| format!("unable to extract tarball: {error}"))
}

fn expanded(tgz: &[u8]) -> Result<MemoryFolder, String> {
    let files = archive_files(tgz).map_err(|error| error.to_string())?;
    let mut name = String::new();
    for file in files.iter().filter(|file| file.path == "Chart.yaml") {
        name = chart_name(&file.data).map_err(|error| format!("cannot load Chart.yaml: {error}"))?;
    }
    check_name(&name)?;
    let folder = MemoryFolder::at(&format!("{TEMPORARY}/{name}"));
    Ok(files.iter().fold(folder, |folder, file| folder.with_file(file)))
}

fn chart_name(chart_yaml: &[u8]) -> Result<String, String> {
    if chart_yaml.len() as u64 > MAX_METADATA_BYTES {
        return Err(format!("Chart.yaml is larger than {MAX_METADATA_BYTES} bytes"));
    }
    Ok(metadata(&chart_document(chart_yaml)?)?.metadata.name)
}

fn check_name(name: &str) -> Result<(), String> {
    match name {
        "" => Err("chart name not specified".to_owned()),
        "." | ".." => Err(format!("chart name {} is not allowed", quote(name))),
        _ if name != base_name(name) => Err(format!("chart name {} must not contain path separators", quote(name))),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts of Helm 4.3.1.
    #[test]
    fn names_are_checked_before_anything_is_unpacked() {
        for (chart_yaml, text) in [
            ("name: \"\"", "chart name not specified"),
            ("version: 1", "chart name not specified"),
            ("name: .", "chart name \".\" is not allowed"),
            ("name: a/b", "chart name \"a/b\" must not contain path separators"),
            (
                "name: [a]",
                "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go struct field .name \
                 of type string",
            ),
        ] {
            let found = chart_name(chart_yaml.as_bytes()).and_then(|name| check_name(&name));
            assert_eq!(found.unwrap_err(), text, "{chart_yaml}");
        }
        assert_eq!(check_name("ok"), Ok(()));
    }
}
