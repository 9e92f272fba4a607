//! Charts without template actions, with what `helm lint` 4.3.1 said about them.

use chart::{EntryKind, MemoryFolder, clean_path};

use super::Plain;
use super::case::{Case, read};
use crate::{KubeVersion, Linted, Options, Printed, Request, lint_path, print, subcharts};

/// Where the charts of a case are.
const ROOT: &str = "/charts";

/// The folder that a path of the command line names.
fn folder(case: &Case, path: &str) -> MemoryFolder {
    let path = clean_path(path);
    let prefix = format!("{path}/");
    case.files.iter().fold(MemoryFolder::at(&format!("{ROOT}/{path}")), |folder, (file, content)| {
        match (file.strip_prefix(&prefix), content) {
            (None, _) => folder,
            (Some(below), Some(content)) => folder.with(below, content.as_bytes()),
            (Some(below), None) => folder.with_entry(below, EntryKind::Folder),
        }
    })
}

fn kube_version(text: &str) -> KubeVersion {
    let mut numbers = text.trim_start_matches('v').split('.').map(|number| number.parse().unwrap());
    KubeVersion { major: numbers.next().unwrap(), minor: numbers.next().unwrap() }
}

fn run(case: &Case) -> Printed {
    let mut request = Request { engine: &Plain, kube_version: KubeVersion::default() };
    let mut options = Options::default();
    let mut with_subcharts = false;
    let mut paths = Vec::new();
    let mut arguments = case.arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--strict" => options.strict = true,
            "--quiet" => options.quiet = true,
            "--with-subcharts" => with_subcharts = true,
            "--kube-version" => request.kube_version = kube_version(arguments.next().unwrap()),
            path => paths.push(path.to_owned()),
        }
    }
    if with_subcharts {
        let below: Vec<String> = paths.iter().flat_map(|path| subcharts(path, &folder(case, path))).collect();
        paths.extend(below);
    }
    let lint = |path: &String| Linted { path: path.clone(), outcome: lint_path(path, &folder(case, path), &request) };
    let linted: Vec<Linted> = paths.iter().map(lint).collect();
    print(&linted, options)
}

fn compare(text: &str) {
    let cases = read(text);
    assert!(!cases.is_empty());
    for case in cases {
        let printed = run(&case);
        assert_eq!(printed.stdout, case.stdout, "{}", case.name);
        assert_eq!(printed.stderr, case.stderr, "{}", case.name);
        assert_eq!(u8::from(printed.failed).to_string(), case.exit, "{}", case.name);
    }
}

#[test]
fn command() {
    compare(include_str!("../../testdata/cases/command.txt"));
}

#[test]
fn chart_yaml() {
    compare(include_str!("../../testdata/cases/chart.txt"));
}

#[test]
fn values_yaml() {
    compare(include_str!("../../testdata/cases/values.txt"));
}

#[test]
fn templates() {
    compare(include_str!("../../testdata/cases/templates.txt"));
}

#[test]
fn names() {
    compare(include_str!("../../testdata/cases/names.txt"));
}

#[test]
fn deprecated_apis() {
    compare(include_str!("../../testdata/cases/deprecated.txt"));
}

#[test]
fn dependencies() {
    compare(include_str!("../../testdata/cases/dependencies.txt"));
}

#[test]
fn crds() {
    compare(include_str!("../../testdata/cases/crds.txt"));
}
