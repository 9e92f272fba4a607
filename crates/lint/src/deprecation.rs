//! Deprecated Kubernetes APIs (Helm: `lint/rules/deprecations.go`; apiserver: `pkg/endpoints/deprecation`).

use crate::linter::KubeVersion;

/// The lifecycles, one line for each API version and pair of dates.
const TABLE: &str = include_str!("deprecation.txt");

/// Kinds of one API version with the same lifecycle. All versions are 1.x.
struct Row {
    deprecated: u32,
    removed: Option<u32>,
    /// The API version to use instead.
    successor: Option<&'static str>,
    kinds: &'static str,
}

impl Row {
    /// A line behind its API version.
    fn parse(line: &'static str) -> Option<Self> {
        let mut columns = line.splitn(4, ' ');
        let deprecated = columns.next()?.parse().ok()?;
        let removed = columns.next()?.parse().ok();
        let successor = columns.next().filter(|successor| *successor != "-");
        Some(Self { deprecated, removed, successor, kinds: columns.next()? })
    }
}

/// The lines of an API version.
fn rows(api_version: &str) -> impl Iterator<Item = Row> {
    let lines = TABLE.lines().filter_map(move |line| line.strip_prefix(api_version)?.strip_prefix(' '));
    lines.filter_map(Row::parse)
}

/// When an API stops being one, in minor versions of Kubernetes 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifecycle<'a> {
    /// Since this version it is deprecated.
    pub deprecated: u32,
    /// From this version on it is gone.
    pub removed: Option<u32>,
    /// API version and kind to use instead.
    pub successor: Option<(&'static str, &'a str)>,
}

/// The lifecycle of an API; none for those that stay, or that Helm does not know.
pub fn lifecycle<'a>(api_version: &str, kind: &'a str) -> Option<Lifecycle<'a>> {
    let (row, replacement) =
        rows(short(api_version)).find_map(|row| replacement(&row, kind).map(|found| (row, found)))?;
    let successor = row.successor.map(|successor| (successor, replacement));
    Some(Lifecycle { deprecated: row.deprecated, removed: row.removed, successor })
}

/// `/v1` is `v1` to Kubernetes.
fn short(api_version: &str) -> &str {
    api_version.strip_prefix('/').filter(|rest| !rest.contains('/')).unwrap_or(api_version)
}

/// Checks that an API is not deprecated in a version of Kubernetes; APIs that Helm does not know pass.
pub(crate) fn check(api_version: &str, kind: &str, kube_version: KubeVersion) -> Result<(), String> {
    let Some(Lifecycle { deprecated, removed, successor }) = lifecycle(api_version, kind) else {
        return Ok(());
    };
    let unknown = kube_version == KubeVersion { major: 0, minor: 0 };
    if !unknown && kube_version < (KubeVersion { major: 1, minor: deprecated }) {
        return Ok(());
    }
    let mut text = format!("{} {kind} is deprecated in v1.{deprecated}+", short(api_version));
    if let Some(removed) = removed {
        text.push_str(&format!(", unavailable in v1.{removed}+"));
    }
    if let Some((successor, replacement)) = successor {
        text.push_str(&format!("; use {successor} {replacement}"));
    }
    Err(text)
}

/// The kind that replaces one of a row; `None` if the row does not have it.
fn replacement<'a>(row: &Row, kind: &'a str) -> Option<&'a str> {
    row.kinds.split(' ').find_map(|entry| {
        if let Some(single) = entry.strip_suffix('*') {
            let found = kind == single || kind.strip_suffix("List") == Some(single);
            return found.then_some(kind);
        }
        let (name, successor) = entry.split_once('>').unwrap_or((entry, kind));
        (name == kind).then_some(successor)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(api_version: &str, kind: &str, minor: u32) -> Option<String> {
        check(api_version, kind, KubeVersion { major: 1, minor }).err()
    }

    /// The whole table is compared with Helm 4.3.1's answers in `testdata/cases`.
    #[test]
    fn versions_are_compared() {
        assert_eq!(found("batch/v1beta1", "CronJob", 20), None);
        let text = "batch/v1beta1 CronJob is deprecated in v1.21+, unavailable in v1.25+; use batch/v1 CronJob";
        assert_eq!(found("batch/v1beta1", "CronJob", 21).as_deref(), Some(text));
        assert!(check("batch/v1beta1", "CronJob", KubeVersion { major: 0, minor: 0 }).is_err());
        assert!(check("batch/v1beta1", "CronJob", KubeVersion { major: 0, minor: 99 }).is_ok());
        assert!(check("batch/v1beta1", "CronJob", KubeVersion { major: 2, minor: 0 }).is_err());
    }

    #[test]
    fn unknown_ones_pass() {
        for (api_version, kind) in [("", ""), ("batch/v1beta1", ""), ("batch/v1beta1", "List"), ("a/b/c", "CronJob")] {
            assert_eq!(found(api_version, kind, 99), None, "{api_version} {kind}");
        }
    }

    #[test]
    fn the_table_is_complete() {
        let lines: Vec<&str> = TABLE.lines().filter(|line| !line.starts_with('#')).collect();
        let rows: Vec<Row> = lines.iter().filter_map(|line| Row::parse(line.split_once(' ')?.1)).collect();
        assert_eq!(rows.len(), lines.len());
        let single = |entry: &str| if entry.ends_with('*') { 2 } else { 1 };
        let kinds: usize = rows.iter().flat_map(|row| row.kinds.split(' ')).map(single).sum();
        assert_eq!(kinds, 167);
    }
}
