use std::fs;
use std::path::Path;

use crate::{Selection, TABLE};

#[test]
fn the_table_and_the_directory_agree() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let (mut pages, mut files) = (Vec::new(), Vec::new());
    for name in names.filter(|name| name != "mod.rs") {
        match name.rsplit_once('.') {
            Some((stem, "md")) => pages.push(stem.to_owned()),
            Some((stem, "rs")) => files.push(stem.to_owned()),
            _ => panic!("{name} is neither a rule nor its page"),
        }
    }
    let mut ids: Vec<String> = TABLE.iter().map(|rule| rule.id.replace(['/', '-'], "_")).collect();
    pages.sort();
    files.sort();
    ids.sort();
    assert_eq!(pages, ids, "one page for each rule");
    assert_eq!(files, ids, "one file for each rule");
    for rule in TABLE {
        assert!(rule.page.starts_with(&format!("# {}\n\n", rule.id)), "{}: its page begins with its id", rule.id);
        assert!(rule.summary.ends_with('.'), "{}: a summary is a sentence", rule.id);
    }
}

#[test]
fn rules_are_selected_by_id_and_group() {
    let names = |only: &[&str], skip: &[&str]| {
        let owned = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let selection = Selection::new(&owned(only), &owned(skip)).unwrap();
        TABLE.iter().filter(|rule| selection.takes(rule)).map(|rule| rule.id).collect::<Vec<_>>()
    };
    assert_eq!(names(&[], &[]).len(), TABLE.len());
    assert_eq!(names(&["version/semver"], &[]), ["version/semver"]);
    assert_eq!(names(&["version", "helm/load"], &["version/tag"])[..2], ["helm/load", "version/semver"]);
    assert!(!names(&["version"], &["version/tag"]).contains(&"version/tag"));
    let error = Selection::new(&["version/semvr".to_owned()], &[]).unwrap_err();
    assert_eq!((error.name.as_str(), error.nearest), ("version/semvr", Some("version/semver")));
}

/// Rules that the crate itself has to name, since no subject shows what they find.
const TOLD_ELSEWHERE: [&str; 6] =
    ["helm_load", "helm_chart_yaml", "helm_values", "hub_repo_file", "config_exception", "config_baseline"];

#[test]
fn a_rule_is_two_files_and_one_line() {
    let mut sources = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."), &mut sources);
    for id in TABLE.iter().map(|rule| rule.id) {
        let (rule, quoted) = (id.replace(['/', '-'], "_"), format!("\"{id}\""));
        let lines = sources.iter().flat_map(|(path, text)| text.lines().map(move |line| (path.as_str(), line)));
        let named =
            lines.filter(|(path, line)| line.contains(&quoted) || path.contains("checks/src") && names(line, &rule));
        let named: Vec<_> = named.collect();
        let own = format!("rules/{rule}.rs");
        let elsewhere: Vec<_> = named.iter().filter(|(path, _)| !path.ends_with(&own)).collect();
        let is_told_elsewhere = TOLD_ELSEWHERE.contains(&rule.as_str());
        assert!(elsewhere.len() == 1 || is_told_elsewhere, "{rule} is named in other places: {elsewhere:#?}");
        assert!(
            elsewhere.iter().any(|(path, line)| path.ends_with("rules/mod.rs") && line.trim() == format!("{rule},"))
        );
    }
}

/// Whether a line of code has a name as a whole word.
fn names(line: &str, name: &str) -> bool {
    let is_word = |text: Option<char>| text.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(name)
        .any(|(at, _)| !is_word(line[..at].chars().next_back()) && !is_word(line[at + name.len()..].chars().next()))
}

/// All code of all rooms, but tests.
fn collect(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() && !matches!(name, "tests" | "testdata" | "target") {
            collect(&path, found);
        } else if name.ends_with(".rs") {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            found.push((path.display().to_string(), code.to_owned()));
        }
    }
}
