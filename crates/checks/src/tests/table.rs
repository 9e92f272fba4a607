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
