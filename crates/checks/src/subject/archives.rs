//! Which archive in `charts/` holds a chart within.

use chart::{Chart, File};

/// The archive that holds a file of a chart within: `charts/NAME/…`, by name or alias.
pub(super) fn holding<'c>(chart: &'c Chart, file: &str) -> Option<&'c str> {
    let within = file.strip_prefix("charts/")?.split('/').next()?;
    let listed = chart.metadata.dependencies.iter().find(|listed| listed.key() == within);
    let names = [Some(within), listed.map(|listed| listed.name.as_str())];
    let archives: Vec<&str> = chart.raw.files().iter().filter_map(archive).collect();
    let named = names.into_iter().flatten().find_map(|name| {
        let mut of_name = archives.iter().filter(|path| is_of(path, name));
        of_name.next().filter(|_| of_name.next().is_none())
    });
    named.or(archives.first().filter(|_| archives.len() == 1)).copied()
}

/// An archive right in `charts/`.
fn archive(file: &File) -> Option<&str> {
    let name = file.path.strip_prefix("charts/")?;
    let is_archive = !name.contains('/') && (name.ends_with(".tgz") || name.ends_with(".tar.gz"));
    is_archive.then_some(&file.path)
}

/// Whether an archive is named after a chart and a version of it.
fn is_of(path: &str, name: &str) -> bool {
    let version = path.strip_prefix("charts/").and_then(|file| file.strip_prefix(name)?.strip_prefix('-'));
    version.is_some_and(|version| version.starts_with(|c: char| c.is_ascii_digit() || c == 'v'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn archives_have_names_and_versions() {
        assert!(is_of("charts/redis-1.2.3.tgz", "redis"));
        assert!(!is_of("charts/redis-cluster-1.2.3.tgz", "redis"));
        assert!(!is_of("charts/redis.tgz", "redis"));
    }
}
