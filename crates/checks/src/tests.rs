use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chart::{Chart, MemoryFolder};

use crate::policy::{Exception, Level, Policy};
use crate::{Facts, Finding, NamedFile, Severity, Subject, TABLE, check, load_failure};

const CHART: &str = "apiVersion: v2\nname: demo\nversion: 1.2.3\nappVersion: \"1.0\"\nannotations:\n  artifacthub.io/changes: |\n    - kind: added\n      description: first\n  artifacthub.io/images: |\n    - image: r.io/demo:1\n  artifacthub.io/license: Apache-2.0\n  artifacthub.io/links: |\n    - name: home\n      url: https://demo.example\n  artifacthub.io/operator: \"false\"\n";
const PACKAGE: &str = "version: 1.2.3\nname: demo\ndisplayName: Demo\ncreatedAt: 2026-01-31T12:00:00Z\ndescription: d\nappVersion: \"1.0\"\nlinks:\n- name: home\n  url: https://demo.example\n";
const REPOSITORY: &str =
    "repositoryID: 8f14e45f-ceea-467f-9b1d-3d8c2f0a7e11\nowners:\n- {name: a, email: a@demo.example}\n";

/// A chart that every rule is content with, and the three texts that tests change.
struct Case {
    chart: String,
    package: Option<String>,
    repository: String,
    without: &'static str,
    crds: bool,
    facts: Facts,
}

fn good() -> Case {
    let (chart, package, repository) = (CHART.to_owned(), Some(PACKAGE.to_owned()), REPOSITORY.to_owned());
    Case { chart, package, repository, without: "", crds: false, facts: Facts::default() }
}

fn load(case: &Case) -> Chart {
    let mut files =
        BTreeMap::from([("README.md", "r"), ("LICENSE", "l"), ("values.yaml", "a: 1\n"), ("Chart.yaml", &case.chart)]);
    if case.crds {
        files.insert("crds/a.yaml", "kind: CustomResourceDefinition\n");
    }
    files.remove(case.without);
    let folder = files.into_iter().fold(MemoryFolder::new(), |folder, (path, text)| folder.with(path, text));
    chart::load_folder(&folder).unwrap().chart
}

fn findings(case: &Case) -> Vec<Finding> {
    let chart = load(case);
    let named = |path: &str, text: &str| NamedFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let package = case.package.as_deref().map(|text| named("demo/artifacthub-pkg.yml", text));
    let repository = named("artifacthub-repo.yml", &case.repository);
    check(&Subject::new(&chart, "demo", package.as_ref(), Some(&repository)), &case.facts)
}

/// The case trips exactly this rule, at this place.
fn trips(case: Case, id: &str, place: &str) {
    let found = findings(&case);
    let said: Vec<String> =
        found.iter().map(|finding| format!("{} {}: {}", finding.check, finding.place(), finding.message)).collect();
    assert!(!found.is_empty() && found.iter().all(|finding| finding.check == id), "{id}: {said:#?}");
    assert_eq!(found[0].place(), place, "{said:#?}");
}

#[test]
fn a_good_chart_has_no_findings() {
    assert_eq!(findings(&good()), []);
}

#[test]
fn every_rule_finds_what_its_page_calls_bad() {
    let chart = |from: &str, to: &str| Case { chart: CHART.replace(from, to), ..good() };
    let package = |from: &str, to: &str| Case { package: Some(PACKAGE.replace(from, to)), ..good() };
    let loose = Case { package: Some(PACKAGE.replace("1.2.3", "v1.2")), ..chart("1.2.3", "v1.2") };
    trips(loose, "version/semver", "demo/Chart.yaml:3:10");
    let expected = Facts { expected_version: Some(("1.3.0".to_owned(), "git tag v1.3.0".to_owned())) };
    trips(Case { facts: expected, ..good() }, "version/tag", "demo/Chart.yaml:3:10");
    trips(package("1.2.3", "1.2.2"), "version/pkg-file", "demo/artifacthub-pkg.yml:1:10");
    let prerelease = Case { package: Some(PACKAGE.replace("1.2.3", "1.2.3-rc.1")), ..chart("1.2.3", "1.2.3-rc.1") };
    trips(prerelease, "version/prerelease", "demo/Chart.yaml:3:10");
    for name in ["README.md", "LICENSE", "values.yaml"] {
        trips(Case { without: name, ..good() }, "package/files", &format!("demo/{name}"));
    }
    trips(chart("  artifacthub.io/license: Apache-2.0\n", ""), "hub/annotation-required", "demo/Chart.yaml:6:3");
    trips(Case { crds: true, ..good() }, "hub/annotation-required", "demo/Chart.yaml:6:3");
    trips(chart("\"false\"", "\"no\""), "hub/annotation-shape", "demo/Chart.yaml:15:28");
    trips(chart("kind: added", "kind: chore"), "hub/annotation-shape", "demo/Chart.yaml:6:27");
    trips(chart("kind: added", "kind: security"), "hub/annotation-security", "demo/Chart.yaml:6:27");
    trips(Case { package: None, ..good() }, "hub/pkg-file", "demo/artifacthub-pkg.yml");
    let named =
        Case { package: Some(PACKAGE.replace("name: demo", "name: Demo")), ..chart("name: demo", "name: Demo") };
    trips(named, "package/name", "demo/Chart.yaml:2:7");
    trips(package("displayName", "displayname"), "hub/pkg-file", "demo/artifacthub-pkg.yml:3:1");
    trips(
        Case { repository: REPOSITORY.replace("8f14", "xx14"), ..good() },
        "hub/repo-file",
        "artifacthub-repo.yml:1:15",
    );
    let repository = |text: &str| Case { repository: text.to_owned(), ..good() };
    trips(repository("owners: []\n"), "hub/repo-id", "artifacthub-repo.yml");
    trips(repository(&format!("{REPOSITORY}ignore: [{{name: demo}}]\n")), "hub/repo-ignore", "artifacthub-repo.yml");
    trips(package("name: demo", "name: other"), "drift/pkg-file", "demo/artifacthub-pkg.yml:2:7");
    trips(package("https://demo", "http://demo"), "drift/pkg-file", "demo/artifacthub-pkg.yml:8:1");
    trips(package("links:", "readme: docs/MISSING.md\nlinks:"), "drift/pkg-file", "demo/artifacthub-pkg.yml:7:9");
    assert_eq!(load_failure("demo/Chart.yaml", None, "x".to_owned(), None).check, "helm/load");
}

#[test]
fn the_table_and_the_directory_agree() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut pages: Vec<String> = names.filter_map(|name| name.strip_suffix(".md").map(str::to_owned)).collect();
    pages.sort();
    let mut ids: Vec<String> = TABLE.iter().map(|rule| rule.id.replace(['/', '-'], "_")).collect();
    ids.sort();
    assert_eq!(pages, ids, "one page for each rule");
    for rule in TABLE {
        assert!(rule.page.starts_with(&format!("# {}\n\n", rule.id)), "{}: its page begins with its id", rule.id);
        assert!(rule.summary.ends_with('.'), "{}: a summary is a sentence", rule.id);
    }
}

#[test]
fn levels_and_exceptions_judge_findings() {
    let found = findings(&Case { without: "README.md", ..good() });
    let policy = |levels, exceptions| Policy { levels, exceptions };
    let level =
        |severity| Level { check: "package/files".to_owned(), severity, decided_by: "portolan.yaml:1:1".to_owned() };
    let exception = Exception {
        check: "package/files".to_owned(),
        file: Some("demo/*".to_owned()),
        reason: "r".to_owned(),
        until: Some("2026-06-30".to_owned()),
        decided_by: "portolan.yaml:2:1".to_owned(),
    };
    let warned = policy(vec![level(Some(Severity::Warning))], vec![]).judge(found.clone(), "2026-01-01");
    assert_eq!(warned.findings[0].severity, Severity::Warning);
    assert!(policy(vec![level(None)], vec![]).judge(found.clone(), "2026-01-01").findings.is_empty());
    let waived = policy(vec![], vec![exception.clone()]).judge(found.clone(), "2026-06-30");
    assert_eq!((waived.findings.len(), waived.waived.len()), (0, 1));
    assert_eq!(
        policy(vec![], vec![exception.clone()]).judge(found.clone(), "2026-07-01").findings.len(),
        1,
        "it has ended"
    );
    let elsewhere = Exception { file: Some("other/*".to_owned()), ..exception };
    assert_eq!(policy(vec![], vec![elsewhere]).judge(found, "2026-06-01").findings.len(), 1);
}
