//! The defects of a real publisher's chart, rebuilt: each is found, at its place, with a way to mend it.
#![expect(clippy::unwrap_used, reason = "what these tests read is there, or the test has failed")]

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// All findings in the chart.
fn findings() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/defects");
    let mut command = Command::new(env!("CARGO_BIN_EXE_portolan"));
    command.env_clear().current_dir(folder).args(["check", "workers", "--output", "json"]);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    report["charts"][0]["findings"].as_array().unwrap().clone()
}

/// The places at which a check finds something in a file; every such finding says how to mend it.
fn places(found: &[Value], check: &str, file: &str) -> Vec<u64> {
    let here = found.iter().filter(|finding| finding["check"] == check && finding["file"] == format!("workers/{file}"));
    here.map(|finding| {
        assert!(finding["hint"].as_str().is_some_and(|hint| !hint.is_empty()), "no way to mend {finding:#}");
        finding["position"]["line"].as_u64().unwrap_or_default()
    })
    .collect()
}

#[test]
fn every_defect_is_found_with_a_way_to_mend_it() {
    let found = findings();
    // A file that somebody keeps in step by hand, although Artifact Hub never reads it for Helm charts.
    assert_eq!(places(&found, "version/pkg-file", "artifacthub-pkg.yml"), [1]);
    assert_eq!(places(&found, "drift/pkg-file", "artifacthub-pkg.yml"), [6]);
    // An annotation that Artifact Hub does not know.
    assert_eq!(places(&found, "hub/unknown-annotation", "Chart.yaml"), [18]);
    // Three images without a version.
    assert_eq!(places(&found, "image/latest", "Chart.yaml"), [26, 28, 30]);
    // The changes of all versions, where those of this one are wanted.
    assert_eq!(places(&found, "hub/changes-cumulative", "Chart.yaml").len(), 1);
    // An old version in every command that people copy.
    assert_eq!(places(&found, "drift/readme-version", "README.md"), [8, 15, 22, 23]);
}
