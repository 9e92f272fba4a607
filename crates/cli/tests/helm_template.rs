//! What `portolan template` and `portolan lint` print is what Helm 4.3.1 prints, byte for byte: stdout, stderr, exit
//! code, written files.
//!
//! The cases are in `fixtures`, a folder for each theme; its README tells how they are written and recorded. Cases whose
//! names begin with `pitfall-NN` show what a renderer that is not Helm gets wrong first. Those pitfalls that are not
//! about rendering and linting are shown elsewhere:
//!
//! | pitfalls | about | shown by |
//! |---|---|---|
//! | 29–34 | packed charts: order, times, gzip, tar, subcharts | `crates/chart/tests`, `tests/interop/cases/quick/package.sh` |
//! | 40–46 | manifests, tags and credentials of registries | `crates/oci`, `crates/registry`, `tests/interop/cases/quick/manifest.sh`, `credentials.sh` |
//! | 47–49 | provenance files | nothing: Portolan writes none |
//! | 55 | schemas elsewhere | `crates/schema`: they are not read, on purpose |
#![expect(clippy::unwrap_used, reason = "what these tests read is there, or the test has failed")]

mod common;
#[path = "helm/mod.rs"]
mod helm;

use std::collections::BTreeSet;

use helm::{Case, Theme, themes};

/// The pitfalls that cases here have to show.
const PITFALLS: [u32; 39] = [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 35, 36, 37,
    38, 39, 50, 51, 52, 53, 54, 56,
];

/// Nothing that a chart has can be called by `call`; the theme `expressions` shows what it says.
const NOT_CALLED: [&str; 1] = ["call"];

#[test]
fn every_case_ends_as_with_helm() {
    let themes = themes();
    let cases: Vec<(&Theme, &Case)> =
        themes.iter().flat_map(|theme| theme.cases.iter().map(move |case| (theme, case))).filter(is_quick).collect();
    let differences = std::sync::Mutex::new(Vec::new());
    common::in_parallel(&cases, |(theme, case)| {
        let difference = helm::difference(theme, case);
        differences.lock().unwrap().extend(difference);
    });
    let mut differences = differences.into_inner().unwrap();
    differences.sort();
    assert!(
        differences.is_empty(),
        "{} of {} cases end differently:\n\n{}",
        differences.len(),
        cases.len(),
        differences.join("\n")
    );
}

fn is_quick((_, case): &(&Theme, &Case)) -> bool {
    !case.is_slow || !cfg!(debug_assertions)
}

#[test]
fn every_golden_has_a_case() {
    for theme in themes() {
        let cases: Vec<&str> = theme.cases.iter().map(|case| case.name.as_str()).collect();
        let goldens: Vec<&str> = theme.goldens.iter().map(|golden| golden.name.as_str()).collect();
        assert_eq!(cases, goldens, "{}: record the goldens anew", theme.folder.display());
        assert_eq!(cases.len(), cases.iter().collect::<BTreeSet<_>>().len(), "{}", theme.folder.display());
    }
}

#[test]
fn every_pitfall_has_a_case() {
    let number = |case: &Case| {
        let digits = case.name.strip_prefix("pitfall-")?.split('-').next()?;
        Some(digits.parse::<u32>().unwrap_or_else(|_| panic!("{} has no number", case.name)))
    };
    let shown: BTreeSet<u32> = themes().iter().flat_map(|theme| &theme.cases).filter_map(number).collect();
    assert_eq!(shown.into_iter().collect::<Vec<_>>(), PITFALLS);
}

#[test]
fn every_function_is_called_by_a_chart() {
    let builtins = gotemplate::builtins::BUILTINS.iter();
    let names = render::functions::all().chain(builtins).map(|function| function.name);
    let all: BTreeSet<&str> = names.filter(|name| !NOT_CALLED.contains(name)).collect();
    let called = helm::called(&["functions", "chance"]);
    let missing: Vec<_> = all.iter().filter(|name| !called.contains(**name)).collect();
    assert!(missing.is_empty(), "no chart calls {missing:?}");
    let unknown: Vec<_> = called.iter().filter(|name| !all.contains(name.as_str())).collect();
    assert!(unknown.is_empty(), "charts call {unknown:?}");
}
