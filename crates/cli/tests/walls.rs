//! The walls between rooms: which crate may import which, and what pure rooms may not touch.
#![expect(clippy::unwrap_used, reason = "what these tests read is there, or the test has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Every room with the rooms it may import. A room that imports less than it may is fine.
const EDGES: &[(&str, &[&str])] = &[
    ("gostd", &[]),
    ("goyaml", &["gostd"]),
    ("gotemplate", &["gostd"]),
    ("schema", &["gostd"]),
    ("chart", &["gostd", "goyaml"]),
    ("render", &["gostd", "goyaml", "gotemplate", "schema", "chart"]),
    ("lint", &["gostd", "goyaml", "schema", "chart", "render"]),
    ("cel", &["gostd"]),
    ("crd", &["gostd", "goyaml", "cel"]),
    ("manifests", &["gostd", "goyaml"]),
    ("oci", &[]),
    ("hub", &["gostd", "goyaml", "chart", "oci"]),
    ("checks", &["gostd", "goyaml", "schema", "chart", "render", "lint", "hub", "oci", "crd", "manifests"]),
    ("web", &[]),
    ("registry", &["oci", "web"]),
    ("layout", &["oci"]),
    ("registry-server", &["oci"]),
    ("hub-api", &[]),
    ("signing", &["gostd", "oci"]),
    ("keyless", &["signing", "web"]),
    ("provenance", &["gostd", "goyaml", "chart"]),
    ("sbom", &["gostd", "goyaml", "chart", "hub", "oci"]),
    ("release", &["gostd", "chart", "checks", "hub", "oci", "signing", "provenance", "sbom"]),
    // For tests: nobody may import it otherwise.
    ("mutations", &[]),
];

/// Rooms that compute and nothing else.
const PURE: &[&str] = &[
    "gostd",
    "goyaml",
    "gotemplate",
    "schema",
    "chart",
    "render",
    "lint",
    "cel",
    "crd",
    "manifests",
    "oci",
    "web",
    "hub",
    "checks",
    "signing",
    "provenance",
    "sbom",
    "release",
];

/// What a pure room's code must not name.
const FORBIDDEN: &[&str] = &[
    "std::fs",
    "std::env",
    " std::net",
    "std::process",
    "SystemTime",
    "Instant::now",
    "tokio::",
    "reqwest::",
    "hyper::",
    "println!",
    "eprintln!",
];

/// Crates that do I/O; no pure room may depend on them.
const IO_CRATES: &[&str] = &["tokio", "reqwest", "hyper", "hyper-util", "tokio-rustls", "rustls", "clap", "tempfile"];

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The names under `[dependencies]` of a room.
fn dependencies(room: &str) -> Vec<String> {
    let manifest = fs::read_to_string(crates().join(room).join("Cargo.toml")).unwrap();
    let section = manifest.split("\n[").find(|section| section.starts_with("dependencies]")).unwrap_or_default();
    let names = section.lines().skip(1).filter_map(|line| line.split(['.', ' ', '=']).next());
    names.filter(|name| !name.is_empty() && !name.starts_with('#')).map(str::to_owned).collect()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_room_imports_only_what_it_may() {
    let allowed: BTreeMap<&str, &[&str]> = EDGES.iter().copied().collect();
    let rooms: Vec<String> =
        fs::read_dir(crates()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    for room in rooms.iter().filter(|room| *room != "cli") {
        let may = allowed.get(room.as_str()).unwrap_or_else(|| panic!("{room} is not in the table of edges"));
        let imports = dependencies(room);
        let crossing: Vec<&String> =
            imports.iter().filter(|name| rooms.contains(name) && !may.contains(&name.as_str())).collect();
        assert!(crossing.is_empty(), "{room} must not import {crossing:?}");
    }
    assert_eq!(rooms.len(), EDGES.len() + 1, "the table of edges lists rooms that do not exist");
}

#[test]
fn pure_rooms_touch_nothing_outside() {
    for room in PURE {
        let io: Vec<String> =
            dependencies(room).into_iter().filter(|name| IO_CRATES.contains(&name.as_str())).collect();
        assert!(io.is_empty(), "{room} depends on {io:?}");
        let mut files = Vec::new();
        sources(&crates().join(room).join("src"), &mut files);
        for file in files
            .iter()
            .filter(|file| !file.components().any(|part| part.as_os_str().to_string_lossy().starts_with("tests")))
        {
            let text = fs::read_to_string(file).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            for (number, line) in lines.enumerate() {
                let named = FORBIDDEN.iter().find(|name| line.contains(**name));
                assert!(
                    named.is_none(),
                    "{}: code line {}: {named:?} has no place in a pure room",
                    file.display(),
                    number + 1
                );
            }
        }
    }
}

#[test]
fn only_the_terminal_prints() {
    let mut files = Vec::new();
    sources(&crates(), &mut files);
    for file in files {
        let shown = file.display().to_string();
        if shown.contains("/tests") || shown.ends_with("cli/src/terminal.rs") || shown.ends_with("build.rs") {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for name in ["println!(", "print!(", "eprintln!(", "eprint!("] {
            let prints = code.lines().any(|line| line.contains(name) && !line.trim_start().starts_with("//"));
            assert!(!prints, "{shown} prints with {name}");
        }
    }
}
