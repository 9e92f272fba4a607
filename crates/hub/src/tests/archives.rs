//! Archives that can't be loaded, with the texts of Helm 3.20.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::{at, listed, look};
use crate::ingest::{RefusalKind, load};

const CHART_YAML: &[u8] = b"apiVersion: v2\nname: chart\nversion: 1.0.0\n";

/// Names and contents.
type Files<'a> = &'a [(&'a str, &'a [u8])];

/// A gzipped tar of these files.
fn archive(files: Files<'_>) -> Vec<u8> {
    let mut tar = Vec::new();
    for (name, data) in files {
        let mut header = [0_u8; 512];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[100..107].copy_from_slice(b"0000644");
        header[124..135].copy_from_slice(format!("{:011o}", data.len()).as_bytes());
        header[136..147].copy_from_slice(b"00000000000");
        header[156] = b'0';
        header[257..263].copy_from_slice(b"ustar\0");
        header[263..265].copy_from_slice(b"00");
        header[148..156].copy_from_slice(b"        ");
        let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
        header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
        tar.extend_from_slice(&header);
        tar.extend_from_slice(data);
        tar.resize(tar.len().next_multiple_of(512), 0);
    }
    tar.resize(tar.len() + 1024, 0);
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(&tar).expect("written");
    encoder.finish().expect("finished")
}

fn load_error(case: u32, archive: &[u8]) -> String {
    let refusal = load(archive, &at()).map(|_| ()).expect_err(&format!("case {case}: loaded"));
    assert_eq!(refusal.kind, RefusalKind::Load, "case {case}");
    let error = refusal.tracking_error.unwrap_or_default();
    let error =
        error.strip_prefix("error preparing package: error loading chart (oci://registry/namespace/chart:1.0.0): ");
    let error = error.and_then(|error| error.strip_suffix(" (package: chart version: 1.0.0)"));
    error.unwrap_or_else(|| panic!("case {case}: another frame")).to_owned()
}

#[test]
fn broken_archives() {
    let large = vec![b'x'; 5_242_881];
    let list = b"name: chart\nversion: 1.0.0\nannotations:\n  a: [b]\n".as_slice();
    let rows: [(u32, Files<'_>, &str); 9] = [
        (
            58,
            &[("chart/Chart.yaml", CHART_YAML), ("chart/large", &large)],
            "decompressed chart file \"chart/large\" is larger than the maximum file size 5242880",
        ),
        (81, &[("./chart/Chart.yaml", CHART_YAML)], "Chart.yaml file is missing"),
        (
            82,
            &[("Chart.yaml", CHART_YAML)],
            "chart illegally contains content outside the base directory: \"Chart.yaml\"",
        ),
        (
            85,
            &[("chart/Chart.yaml", list)],
            "cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go \
             struct field Metadata.annotations of type string",
        ),
        (82, &[("chart/../../x", b"")], "chart illegally references parent directory"),
        (82, &[("chart//x", b"")], "chart illegally contains absolute paths"),
        (82, &[("chart/c:/x", b"")], "chart contains illegally named files"),
        (82, &[], "no files in chart archive"),
        (85, &[("chart/Chart.yaml", b"name: a\n")], "validation: chart.metadata.version is required"),
    ];
    for (case, files, text) in rows {
        assert_eq!(load_error(case, &archive(files)), text, "case {case}");
    }
    assert_eq!(load_error(0, b"no gzip at all"), "gzip: invalid header");
}

#[test]
fn what_helm_3_takes() {
    let case = 58;
    let full = vec![b'x'; 5_242_880];
    let loaded = load(&archive(&[("chart/Chart.yaml", CHART_YAML), ("chart/full", &full)]), &at());
    listed(case, &look(&loaded.unwrap_or_else(|refusal| panic!("case {case}: {refusal:?}"))));
    for chart_yaml in ["name: a\nversion: v1.2\n", "apiVersion: v3\nname: a\nversion: 1.0.0\nfoo: 1\n"] {
        let loaded = load(&archive(&[("x/Chart.yaml", chart_yaml.as_bytes())]), &at());
        assert!(loaded.is_ok(), "{chart_yaml}");
    }
    let roots = archive(&[("a/Chart.yaml", CHART_YAML), ("b/README.md", b"hi")]);
    let chart = load(&roots, &at()).expect("several top folders");
    assert_eq!(listed(0, &look(&chart)).readme, "hi");
}

/// What Helm 3.20.0 says of archives, recorded: names and contents, and the error if there is one.
#[test]
fn helm_3_answers_the_same() {
    let mut wrong = Vec::new();
    let mut unread = 0;
    for line in include_str!("../../testdata/loaded.jsonl").lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("a row");
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let files: Vec<(String, String)> =
            row["files"].as_array().into_iter().flatten().map(|file| (text(&file[0]), text(&file[1]))).collect();
        let files: Vec<(&str, &[u8])> =
            files.iter().map(|(name, content)| (name.as_str(), content.as_bytes())).collect();
        let packed = archive(&files);
        let refusal = load(&packed, &at()).err();
        if refusal.as_ref().is_some_and(|refusal| refusal.kind == RefusalKind::Unread) {
            unread += 1;
            continue;
        }
        let found = refusal.map(|_| load_error(0, &packed));
        if found.as_deref() != row["error"].as_str() {
            wrong.push(format!("{}\n  found    {found:?}\n  expected {}", row["files"], row["error"]));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
    // A chart named `..`.
    assert_eq!(unread, 1);
}
