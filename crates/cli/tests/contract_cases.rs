//! Every numbered case of interoperability and hostility has a test whose name begins with its number.
//!
//! The cases are those of the supply chain: I01 to I30 (interoperability), C01 to C28 (tampering and cryptography), R01
//! to R35 (hostile or broken registries), A01 to A22 (hostile charts and layouts). A test that is for several cases
//! begins with all their numbers: `fn a02_a11_absolute_names_and_second_roots`, `case_i01_the_agents_chart`.
#![expect(clippy::unwrap_used, reason = "what these tests read is there, or the test has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A letter with the number of its last case.
const CASES: [(char, u8); 4] = [('i', 30), ('c', 28), ('r', 35), ('a', 22)];

/// Cases without a test, each with the reason.
const EXCUSED: &[(&str, &str)] = &[];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every file below a folder whose name ends like this; links are not followed.
fn files(folder: &Path, end: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            files(&entry.path(), end, found);
        } else if kind.is_file() && entry.path().to_string_lossy().ends_with(end) {
            found.push(entry.path());
        }
    }
}

/// The names of the tests in a Rust file: functions with an attribute that ends in `test`.
fn rust_tests(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut is_test = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with("#[") {
            is_test |= line == "#[test]" || line.starts_with("#[tokio::test");
        } else if let Some(name) = line.trim_start_matches("async ").strip_prefix("fn ") {
            names.extend(name.split('(').next().filter(|_| is_test));
            is_test = false;
        } else if !line.starts_with("//") {
            is_test = false;
        }
    }
    names
}

/// The names of the cases in a file of `tests/interop`, without `case_`.
fn interop_cases(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| line.strip_prefix("case_")?.split('(').next()).collect()
}

/// The numbers that a name begins with.
fn numbers(name: &str) -> impl Iterator<Item = String> {
    let is_number = |part: &&str| {
        part.len() == 3
            && part.starts_with(['i', 'c', 'r', 'a'])
            && part.bytes().skip(1).all(|byte| byte.is_ascii_digit())
    };
    name.split('_').take_while(is_number).map(str::to_owned)
}

fn tested() -> BTreeSet<String> {
    let (mut rust, mut shell) = (Vec::new(), Vec::new());
    files(&root().join("crates"), ".rs", &mut rust);
    files(&root().join("tests/interop/cases"), ".sh", &mut shell);
    let mut found = BTreeSet::new();
    for file in rust {
        found.extend(rust_tests(&fs::read_to_string(&file).unwrap()).into_iter().flat_map(numbers));
    }
    for file in shell {
        found.extend(interop_cases(&fs::read_to_string(&file).unwrap()).into_iter().flat_map(numbers));
    }
    found
}

fn cases() -> BTreeSet<String> {
    CASES.iter().flat_map(|(letter, last)| (1..=*last).map(move |number| format!("{letter}{number:02}"))).collect()
}

#[test]
fn every_case_has_a_test_or_a_reason() {
    let (cases, tested) = (cases(), tested());
    assert_eq!(cases.len(), 115);
    let excused: BTreeSet<String> = EXCUSED.iter().map(|(number, _)| (*number).to_owned()).collect();
    let missing: Vec<&String> = cases.difference(&tested).filter(|number| !excused.contains(*number)).collect();
    assert!(missing.is_empty(), "no test begins with: {missing:?}");
    let unknown: Vec<&String> = tested.difference(&cases).collect();
    assert!(unknown.is_empty(), "tests begin with numbers of no case: {unknown:?}");
    assert!(excused.is_subset(&cases), "excuses for numbers of no case");
    assert!(EXCUSED.iter().all(|(_, reason)| !reason.is_empty()), "an excuse without a reason");
}

#[test]
fn names_are_read_as_they_are_written() {
    let text = "#[test]\nfn r01_r02_x() {}\n#[tokio::test(start_paused = true)]\n/// Doc.\n#[expect(lint)]\nasync fn c03_y() {\n\
                fn a04_helper() {}\n#[cfg(test)]\nfn i05_no_test() {}\n";
    let found: Vec<String> = rust_tests(text).into_iter().flat_map(numbers).collect();
    assert_eq!(found, ["r01", "r02", "c03"]);
    let cases = "case_i01_helm() { x; }\ncase_i20_i21_y() {\nhelper_i22() {\n";
    assert_eq!(interop_cases(cases).into_iter().flat_map(numbers).collect::<Vec<_>>(), ["i01", "i20", "i21"]);
    assert_eq!(numbers("a_c03_later").count(), 0);
}
