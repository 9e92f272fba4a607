//! What the engine says, archives, and shapes that only a disk has.

use std::collections::BTreeMap;

use chart::{Chart, Entry, EntryKind, Folder, FolderError, LinkTarget, MemoryFolder, load_folder, save};
use gostd::json::Value;

use super::Plain;
use crate::{Engine, KubeVersion, Rendering, Report, Request, expand, is_archive, lint, lint_path};

/// An engine that always gives the same answers.
struct Fixed {
    values: Result<(), String>,
    rendering: Rendering,
}

impl Engine for Fixed {
    fn check_values(
        &self,
        values: BTreeMap<String, Value>,
        schema: &[u8],
        log: &mut Vec<String>,
    ) -> Result<(), String> {
        log.push(format!("{} values, schema of {} bytes", values.len(), schema.len()));
        self.values.clone()
    }

    fn render(&self, chart: &Chart, log: &mut Vec<String>) -> Rendering {
        log.push(format!("rendering {}", chart.name()));
        self.rendering.clone()
    }
}

fn folder() -> MemoryFolder {
    MemoryFolder::at("/charts/m")
        .with("Chart.yaml", "apiVersion: v2\nname: m\nversion: 1.0.0\nicon: http://a/b\n")
        .with("values.yaml", "a: 1\nb: 2\n")
        .with("values.schema.json", "{}")
        .with("templates/a.yaml", "{{ x }}")
}

fn report(folder: &MemoryFolder, engine: &dyn Engine) -> Report {
    lint(folder, &Request { engine, kube_version: KubeVersion::default() })
}

fn lines(report: &Report) -> Vec<String> {
    report.messages.iter().map(ToString::to_string).collect()
}

#[test]
fn the_engine_has_its_say() {
    let rendering = Rendering::Failed("does not render".to_owned());
    let failing = report(&folder(), &Fixed { values: Err("don't fit".to_owned()), rendering });
    assert_eq!(lines(&failing), ["[ERROR] values.yaml: don't fit", "[ERROR] templates/: does not render"]);
    assert_eq!(failing.log, ["2 values, schema of 2 bytes", "rendering m"]);
    let unprepared = report(&folder(), &Fixed { values: Ok(()), rendering: Rendering::Unprepared });
    assert!(unprepared.messages.is_empty());
}

#[test]
fn rendered_output_counts_not_the_template() {
    let output = BTreeMap::from([("m/templates/a.yaml".to_owned(), b"  kind: A\xff\n".to_vec())]);
    let found = report(&folder(), &Fixed { values: Ok(()), rendering: Rendering::Done(output) });
    assert_eq!(
        lines(&found),
        [
            "[WARNING] templates/a.yaml: document starts with an illegal indent: \"  kind: A\\xff\", which may cause \
         parsing problems",
            "[ERROR] templates/a.yaml: unable to parse YAML: error converting YAML to JSON: yaml: invalid leading UTF-8 \
         octet"
        ]
    );
}

/// `bufio.Scanner` takes lines of 64 KiB, their end included.
#[test]
fn long_lines() {
    let found = |length: usize| {
        let output = format!("# {}\nkind: CertificateSigningRequest\n", "x".repeat(length - 2));
        let output = BTreeMap::from([("m/templates/a.yaml".to_owned(), output.into_bytes())]);
        lines(&report(&folder(), &Fixed { values: Ok(()), rendering: Rendering::Done(output) }))
    };
    assert!(found(65_535).is_empty());
    assert_eq!(found(65_536), ["[WARNING] templates/a.yaml: bufio.Scanner: token too long"]);
}

#[test]
fn links_that_end_nowhere_are_not_there() {
    let reason = "lstat /x: no such file or directory".to_owned();
    let broken = || EntryKind::Symlink { resolved: "/x".to_owned(), target: LinkTarget::Broken { reason } };
    let folder = MemoryFolder::at("/charts/m").with_entry("Chart.yaml", broken());
    let error = lint_path("m", &folder, &Request { engine: &Plain, kube_version: KubeVersion::default() });
    let expected = "unable to check Chart.yaml file in chart: stat m/Chart.yaml: no such file or directory";
    assert_eq!(error.unwrap_err(), expected);
}

/// A file where a folder should be.
struct NoFolder;

impl Folder for NoFolder {
    fn entries(&self, _: &str) -> Result<Vec<Entry>, FolderError> {
        Err(FolderError::Failed { message: "open /charts/x: not a directory".to_owned() })
    }

    fn read(&self, path: &str, _: u64) -> Result<Vec<u8>, FolderError> {
        Err(FolderError::Missing { location: path.to_owned() })
    }
}

#[test]
fn files_are_no_charts() {
    let error = lint_path("./x", &NoFolder, &Request { engine: &Plain, kube_version: KubeVersion::default() });
    let expected = "unable to check Chart.yaml file in chart: stat x/Chart.yaml: not a directory";
    assert_eq!(error.unwrap_err(), expected);
}

#[test]
fn archives_are_linted_as_folders() {
    let folder = folder().with("charts/d/Chart.yaml", "apiVersion: v2\nname: d\nversion: 1.0.0\n");
    let package = save(&load_folder(&folder).unwrap().chart, 0).unwrap();
    let unpacked = expand(&package.bytes).unwrap();
    let found = lint(&unpacked, &Request { engine: &Plain, kube_version: KubeVersion::default() });
    let unlisted = "[ERROR] /tmp/helm-lint/m: chart metadata is missing these dependencies: d";
    assert!(lines(&found).contains(&unlisted.to_owned()), "{:?}", lines(&found));
}

#[test]
fn archives_that_are_none() {
    let error = |tgz: &[u8]| expand(tgz).map(drop).unwrap_err();
    assert_eq!(error(b""), "unable to extract tarball: EOF");
    assert_eq!(error(b"x"), "unable to extract tarball: unexpected EOF");
    assert_eq!(error(b"not a gzip archive"), "unable to extract tarball: gzip: invalid header");
    assert!(is_archive("a.tar.gz") && is_archive("a.tgz") && !is_archive("a.tar"));
}
