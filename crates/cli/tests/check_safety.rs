//! What `check` must not do: show secrets, break files that it mends, lose what it was told, let through what is no chart.
#![expect(clippy::unwrap_used, reason = "what these tests read is there, or the test has failed")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// Exit code, stdout and stderr.
type Ran = (Option<i32>, String, String);

fn check(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portolan"));
    let output = command.env_clear().current_dir(folder).arg("check").args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// A chart of some files below a folder.
fn chart(files: &[(&str, &str)]) -> tempfile::TempDir {
    let scratch = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let file = scratch.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    scratch
}

const CHART: &str = "apiVersion: v2\nname: demo\nversion: 1.2.3\n";

#[test]
fn no_excerpt_shows_a_secret() {
    let token = "AKIAIOSFODNN7REALKEY";
    let pair = format!("aws_access_key_id: {token}\naws_secret_access_key: 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\n");
    let scratch = chart(&[("demo/Chart.yaml", CHART), ("demo/values.yaml", &pair), ("demo/values.schema.json", "{}")]);
    let (_, stdout, stderr) = check(scratch.path(), &["demo"]);
    let hidden = format!("{stdout}{stderr}");
    assert!(stdout.contains("[package/secrets]: demo/values.yaml:1:"), "{stdout}");
    assert!(!hidden.contains(token) && !hidden.contains("wJalr"), "{hidden}");
    let (_, stdout, _) = check(scratch.path(), &["demo", "--only", "schema"]);
    assert!(!stdout.contains(token), "{stdout}");
}

#[test]
fn a_fix_that_would_break_the_file_is_left() {
    let annotations = "annotations:\n  artifacthub.io/operator: &no no\n  other.example/x: *no\n";
    let twice = "  artifacthub.io/preRelease: \"true\"\n";
    let text = format!("{}{annotations}{twice}", CHART.replace("1.2.3", "1.2.3-rc.1"));
    let scratch = chart(&[("demo/Chart.yaml", &text)]);
    check(scratch.path(), &["demo", "--fix"]);
    let fixed = fs::read_to_string(scratch.path().join("demo/Chart.yaml")).unwrap();
    assert_eq!(fixed.matches("artifacthub.io/prerelease").count(), 1, "{fixed}");
    assert!(fixed.contains("&no"), "{fixed}");
    let (_, stdout, _) = check(scratch.path(), &["demo", "--only", "helm/load"]);
    assert!(stdout.ends_with("0 errors, 0 warnings, 0 notes\n"), "{stdout}");
    check(scratch.path(), &["demo", "--fix"]);
    assert_eq!(fs::read_to_string(scratch.path().join("demo/Chart.yaml")).unwrap(), fixed, "once is enough");
}

#[test]
fn a_baseline_holds_wherever_portolan_is_started() {
    let configuration = "apiVersion: portolan.dev/v1alpha1\ncharts: [charts/*]\nchecks: {baseline: base.json}\n";
    let scratch = chart(&[("portolan.yaml", configuration), ("charts/demo/Chart.yaml", CHART), (".git/HEAD", "x")]);
    let (code, _, stderr) = check(scratch.path(), &[]);
    assert_eq!((code, stderr.contains("--write-baseline")), (Some(2), true), "{stderr}");
    assert_eq!(check(scratch.path(), &["--write-baseline", "base.json"]).0, Some(0));
    let config = scratch.path().join("portolan.yaml").display().to_string();
    let absolute = scratch.path().join("charts/demo").display().to_string();
    for (folder, arguments) in [
        ("", vec![]),
        ("charts", vec!["--config", config.as_str()]),
        ("charts/demo", vec!["--config", config.as_str(), "."]),
        ("charts", vec!["--config", config.as_str(), "../charts/demo/"]),
        ("", vec![absolute.as_str()]),
    ] {
        let (code, stdout, stderr) = check(&scratch.path().join(folder), &arguments);
        assert_eq!(code, Some(0), "{folder} {arguments:?}: {stdout}{stderr}");
        assert!(!stdout.contains("is mended"), "{folder} {arguments:?}: {stdout}");
    }
}

#[test]
fn what_is_no_chart_never_passes() {
    let configuration = "apiVersion: portolan.dev/v1alpha1\ncharts: [demo]\nchecks:\n  levels: {helm/load: off}\n  \
                         exceptions: [{check: helm/*, reason: all is well}]\n";
    let scratch = chart(&[("portolan.yaml", configuration), ("demo/Chart.yaml", "name: [\n")]);
    assert_eq!(check(scratch.path(), &[]).0, Some(1));
    let group = "apiVersion: portolan.dev/v1alpha1\ncharts: [demo]\nchecks:\n  exceptions:\n    - {check: hub/*, reason: not listed}\n    - {check: package/*, reason: not published}\n";
    fs::write(scratch.path().join("portolan.yaml"), group).unwrap();
    fs::write(scratch.path().join("demo/Chart.yaml"), CHART).unwrap();
    let (code, stdout, _) = check(scratch.path(), &["demo", "./demo", "demo/"]);
    assert_eq!(code, Some(0), "{stdout}");
    assert!(stdout.contains("\n1 chart: 0 errors"), "once is enough: {stdout}");
    let blank = group.replace("not listed", "\"  \"");
    fs::write(scratch.path().join("portolan.yaml"), blank).unwrap();
    assert_eq!(check(scratch.path(), &[]).0, Some(2));
}

#[test]
fn many_comments_take_linear_time() {
    let comments = "# portolan: allow image/latest: x\n".repeat(20_000);
    let scratch = chart(&[("demo/Chart.yaml", CHART), ("demo/values.yaml", &comments)]);
    let (code, stdout, _) = check(scratch.path(), &["demo", "--output", "json"]);
    assert_eq!(code, Some(1));
    assert!(stdout.contains("covers nothing"));
}
