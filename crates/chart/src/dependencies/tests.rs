//! Digests and texts are those of `helm dependency update` and `build` 4.3.1.

use gostd::json::Value;
use gostd::time::Timestamp;

use super::*;
use crate::{Dependency, LoadError, MemoryFolder, load_folder};

fn dependency(name: &str, version: &str, repository: &str) -> Dependency {
    Dependency {
        name: name.to_owned(),
        version: version.to_owned(),
        repository: repository.to_owned(),
        ..Dependency::default()
    }
}

fn kid() -> Dependency {
    // YAML 1.1 reads `parent: y` as a boolean.
    let pair = [("child".to_owned(), Value::from("x")), ("parent".to_owned(), Value::Bool(true))];
    Dependency {
        condition: "kid.enabled".to_owned(),
        tags: vec!["a<b".to_owned(), "c&d".to_owned()],
        import_values: vec![Value::from("data"), Value::Object(pair.into_iter().collect())],
        alias: "k2".to_owned(),
        ..dependency("kid", "^0.2", "file://../kid")
    }
}

fn lock(dependencies: Vec<Dependency>, digest: &str) -> Lock {
    Lock { generated: None, digest: digest.to_owned(), dependencies: Some(dependencies) }
}

#[test]
fn digests_are_helms() {
    let locked = [dependency("kid", "0.2.3", "file://../kid")];
    let digest = "sha256:67ddc319d8cbc26d373ce1353b2e018133567c9f88a15325efdd9e69904bb4cd";
    assert_eq!(lock_digest(&[kid()], &locked), digest);
    let empty = "sha256:643d5437104296e21d906ecb15b2c96ad278f20cfc4af53b12bb6069bd853726";
    assert_eq!(lock_digest(&[], &[]), empty);
    assert_eq!(lock_in_sync("v2", &[], &lock(Vec::new(), empty)), Ok(LockMatch::Current));
    assert_eq!(lock_in_sync("v2", &[kid()], &lock(locked.to_vec(), digest)), Ok(LockMatch::Current));
}

#[test]
fn a_lock_of_another_list_is_out_of_sync() {
    let error = lock_in_sync("v2", &[kid()], &lock(Vec::new(), "sha256:1")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the lock file (Chart.lock) is out of sync with the dependencies file (Chart.yaml). Please update the \
         dependencies with 'helm dependency update'"
    );
    let error = lock_in_sync("v1", &[kid()], &lock(Vec::new(), "sha256:1")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the lock file (requirements.lock) is out of sync with the dependencies file (requirements.yaml). Please \
         update the dependencies"
    );
    let legacy = lock(Vec::new(), &legacy_lock_digest(&[kid()]));
    assert_eq!(lock_in_sync("v1", &[kid()], &legacy), Ok(LockMatch::Helm2));
    assert!(lock_in_sync("v2", &[kid()], &legacy).is_err());
}

#[test]
fn locks_are_written_as_helm_does() {
    let generated = Timestamp { seconds: 1_709_280_672, nanos: 987_654_321, offset_seconds: 7200 };
    let locked = Lock { generated: Some(generated), ..lock(vec![dependency("kid", "0.2.3", "")], "sha256:x") };
    assert_eq!(
        locked.to_yaml().unwrap(),
        "dependencies:\n- name: kid\n  repository: \"\"\n  version: 0.2.3\ndigest: sha256:x\n\
         generated: \"2024-03-01T10:11:12.987654321+02:00\"\n"
    );
    assert!(locked.stamped(1_700_000_000).to_yaml().unwrap().ends_with("generated: \"2023-11-14T22:13:20Z\"\n"));
    assert_eq!(
        Lock::default().to_yaml().unwrap(),
        "dependencies: null\ndigest: \"\"\ngenerated: \"0001-01-01T00:00:00Z\"\n"
    );
}

#[test]
fn the_highest_fitting_version_is_chosen() {
    let versions = ["0.2.0", "bad", "0.2.10", "0.3.0", "v0.2.9", "0.2.11-rc.1"];
    assert_eq!(choose_version("^0.2", &versions), Ok(Some("0.2.10")));
    assert_eq!(choose_version("^0.2.11-0", &versions), Ok(Some("0.2.11-rc.1")));
    assert_eq!(choose_version("^1", &versions), Ok(None));
    assert!(choose_version("bad range", &versions).is_err());
    assert_eq!(versions_from_tags(&["1.0.0", "latest", "1.2", "1.0.1_b", "v2.0.0"]), ["1.0.1+b", "1.0.0"]);
    assert!(same_version("1.0", "v1.0.0") && !same_version("1.0", "x") && same_version("x", "x"));
}

#[test]
fn sources_are_told_apart() {
    let list = [
        dependency("a", "1", ""),
        dependency("b", "1", "file://../b"),
        dependency("c", "1", "oci://registry.example/charts/"),
        dependency("d", "1", "https://example.com/charts"),
        dependency("e", "1", "@stable"),
        dependency("f", "1", "alias:stable"),
    ];
    let found: Vec<Source> = plan(&list).unwrap().into_iter().map(|planned| planned.source).collect();
    let alias = Source::Alias { name: "stable".to_owned() };
    assert_eq!(
        found,
        [
            Source::Vendored { folder: "charts/a".to_owned() },
            Source::Folder { address: "file://../b".to_owned() },
            Source::Registry { reference: "registry.example/charts/c".to_owned() },
            Source::Repository { url: "https://example.com/charts".to_owned() },
            alias.clone(),
            alias,
        ]
    );
    assert_eq!(local_path("file://../b", "/src/charts/a"), "/src/charts/b");
    assert_eq!(local_path("file:///b/./c", "/work"), "/b/c");
}

#[test]
fn plans_fail_in_helms_words() {
    let error = plan(&[dependency("kid", "bad range", "file://../kid")]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "dependency \"kid\" has an invalid version/constraint format: improper constraint: \"bad range\""
    );
    let error = plan(&[dependency("a", "1", "stable")]).unwrap_err().to_string();
    assert!(
        error.starts_with(
            "no repository definition for stable. Please add them via 'helm repo add'\nNote that repositories must be \
             URLs or aliases. For example, to refer to the \"example\"\nrepository, use"
        ),
        "{error}"
    );
    let missing =
        DependencyError::NoVersion { subcharts: vec![no_valid_version(&dependency("kid", "^0.1", "file://../kid"))] };
    assert_eq!(
        missing.to_string(),
        "can't get a valid version for 1 subchart(s): \"kid\" (repository \"file://../kid\", version \"^0.1\"). Make \
         sure a matching chart version exists in the repo, or change the version constraint in Chart.yaml"
    );
}

const INDEX: &str = "apiVersion: v1
entries:
  kid:
  - {name: kid, version: 0.1.0, urls: [kid-0.1.0.tgz], digest: abc}
  - {name: kid, version: 0.10.0, urls: []}
  - {name: kid, version: 0.9.0, urls: ['https://cdn.example/kid-0.9.0.tgz'], created: x, removed: false}
  - {name: kid, version: 1.2.3.4, urls: [x]}
  - null
  - {name: kid, version: 0.2.0, urls: [x], deprecated: maybe}
";

#[test]
fn indexes_are_sorted_and_cleaned() {
    let index = parse_index(INDEX.as_bytes()).unwrap();
    let versions: Vec<&str> = index.entries["kid"].iter().map(|entry| entry.version.as_str()).collect();
    assert_eq!(versions, ["0.10.0", "0.9.0", "0.1.0"]);
    assert_eq!(index.skipped.len(), 3);
    let chosen = index.resolve(&dependency("kid", ">=0", "https://x")).unwrap().unwrap();
    assert_eq!(chosen.version, "0.9.0", "entries without address can't be fetched");
    assert_eq!(index.find("kid", "v0.1").unwrap().digest, "abc");
    assert_eq!(index.resolve(&dependency("kid", "^2", "https://x")), Ok(None));
    assert_eq!(
        index.resolve(&dependency("x", "1", "https://x")).unwrap_err().to_string(),
        "x chart not found in repo https://x"
    );
}

#[test]
fn broken_indexes() {
    let message = |text: &str| parse_index(text.as_bytes()).unwrap_err().to_string();
    assert_eq!(message(""), "empty index.yaml file");
    assert_eq!(message("entries: {}\n"), "no API version specified");
    assert_eq!(
        message("a: b: c\n"),
        "error converting YAML to JSON: yaml: mapping values are not allowed in this context"
    );
    assert!(parse_index(b"{\"apiVersion\":\"v1\",\"entries\":{}}").unwrap().entries.is_empty());
}

#[test]
fn addresses_in_indexes_may_be_relative() {
    for (reference, address) in [
        ("kid.tgz", "https://example.com/charts/kid.tgz?token=1"),
        ("../kid.tgz", "https://example.com/kid.tgz?token=1"),
        ("/x/./kid.tgz", "https://example.com/x/kid.tgz?token=1"),
        ("https://cdn.example/kid.tgz?a=b", "https://cdn.example/kid.tgz?a=b"),
        ("//cdn.example/kid.tgz", "https://cdn.example/kid.tgz?token=1"),
    ] {
        assert_eq!(absolute_url("https://example.com/charts/?token=1", reference), address);
    }
    assert_eq!(absolute_url("https://example.com", "kid.tgz"), "https://example.com/kid.tgz");
}

#[test]
fn status_is_what_helm_lists() -> Result<(), LoadError> {
    let chart = |name: &str, version: &str| {
        let text = format!("apiVersion: v2\nname: {name}\nversion: {version}\n");
        MemoryFolder::new().with("Chart.yaml", text)
    };
    let empty = load_folder(&chart("p", "1.0.0"))?.chart;
    let kid = load_folder(&chart("kid", "0.2.3"))?.chart;
    let other = load_folder(&chart("other", "0.2.3"))?.chart;
    let mut parent = empty.clone();
    parent.dependencies.push(kid.clone());
    let wanted = |version: &str| dependency("kid", version, "");
    let archive = |file_name, chart| ArchiveFound { file_name, chart };
    assert_eq!(status(&wanted("^0.2"), &[], &empty), "missing");
    assert_eq!(status(&wanted("^0.2"), &[], &parent), "unpacked");
    assert_eq!(status(&wanted("^1"), &[], &parent), "wrong version");
    assert_eq!(status(&wanted("bad range"), &[], &parent), "invalid version");
    assert_eq!(status(&wanted("^0.2"), &[archive("kid-0.2.3.tgz", Some(&kid))], &parent), "ok");
    assert_eq!(status(&wanted("^0.2"), &[archive("kid-0.2.3.tgz", Some(&other))], &parent), "misnamed");
    assert_eq!(status(&wanted("^0.2"), &[archive("kid-0.2.3.tgz", None)], &parent), "corrupt");
    let two = [archive("kid-0.2.3.tgz", Some(&kid)), archive("kid-0.2.4.tgz", Some(&kid))];
    assert_eq!(status(&wanted("^0.2"), &two, &parent), "too many matches");
    let sibling = [archive("kid-0.2.3.tgz", Some(&kid)), archive("kid-sibling-1.0.0.tgz", Some(&other))];
    assert_eq!(status(&wanted("^0.2"), &sibling, &parent), "ok");
    Ok(())
}
