//! Whole charts: loaded from a folder, packed, loaded again.
//!
//! `testdata/*.txt` hold one chart each: `-- path --` before every file, `␍` for a carriage return, `⟪BOM⟫` for a byte
//! order mark, `⟪PACKED x⟫` for the package of `x.txt`. The digests are those of
//! `SOURCE_DATE_EPOCH=1700000000 helm package` 4.3.1, unpacked with gunzip.

use crate::compare::{Change, compare};
use crate::*;

const TIME: i64 = 1_700_000_000;

fn source(name: &str) -> &'static str {
    match name {
        "full" => include_str!("testdata/full.txt"),
        "kid" => include_str!("testdata/kid.txt"),
        "legacy" => include_str!("testdata/legacy.txt"),
        "minimal" => include_str!("testdata/minimal.txt"),
        "names" => include_str!("testdata/names.txt"),
        "texts" => include_str!("testdata/texts.txt"),
        other => panic!("no chart {other}"),
    }
}

fn folder(name: &str) -> MemoryFolder {
    let mut folder = MemoryFolder::new();
    let mut path = "";
    let mut content = String::new();
    for line in source(name).split_inclusive('\n').chain(["-- end --\n"]) {
        let header = line.strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --\n"));
        let Some(next) = header else {
            content.push_str(line);
            continue;
        };
        if !path.is_empty() {
            folder = folder.with(path, data(&content));
        }
        path = next;
        content.clear();
    }
    folder
}

fn data(content: &str) -> Vec<u8> {
    match content.strip_prefix("⟪PACKED ").and_then(|rest| rest.strip_suffix("⟫\n")) {
        Some(name) => packed(name).bytes,
        None => content.replace('␍', "\r").replace("⟪BOM⟫", "\u{feff}").into_bytes(),
    }
}

fn loaded(name: &str) -> Loaded {
    load_folder(&folder(name)).unwrap()
}

fn packed(name: &str) -> Package {
    package(&loaded(name).chart, TIME).unwrap()
}

/// SHA-256 of the uncompressed tar.
fn tar_digest(name: &str) -> String {
    use sha2::Digest as _;
    let tar = package_tar(&loaded(name).chart, TIME).unwrap();
    sha2::Sha256::digest(&tar).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The error of a chart with one more file.
fn error(path: &str, content: &str) -> String {
    load_folder(&folder("minimal").with(path, content)).unwrap_err().to_string()
}

fn paths(files: &[File]) -> Vec<&str> {
    files.iter().map(|file| file.path.as_str()).collect()
}

#[test]
fn packages_unpack_to_helms_bytes() {
    for (name, file_name, digest) in [
        ("minimal", "minimal-1.0.0.tgz", "08a91c393b1423ab5205b120f7b41fae7cd88364d1684f5c40a029f58c582077"),
        ("kid", "kid-0.2.3.tgz", "48a56d99b708fba130475f773fbbb546413853ca16d0201e14d11297617f410c"),
        ("full", "full-1.10.0+build.5.tgz", "fd0b17ce8751aa411339d8f7f39645146cb7108d1f15e448134628ada8d8e379"),
        ("names", "names-v1.2.tgz", "05aa988754f153dfa89fda4bb0a3162c018345ba8d6c79b41b58260c5e8a464a"),
        ("legacy", "legacy-0.1.0.tgz", "fe750656a80427d1311f7b18fa6dbc0439a706b9c7f3c4b528ce40fe9d7b2f97"),
        ("texts", "texts-1.0.tgz", "4083472f7a253229f63cf203e5ebce3a5d25f5c187e854de726db96875500ab1"),
    ] {
        let package = packed(name);
        assert_eq!(package.file_name, file_name);
        assert_eq!(tar_digest(name), digest, "{name}");
    }
}

#[test]
fn files_get_their_roles() {
    let chart = loaded("full").chart;
    assert_eq!(
        paths(&chart.templates),
        [
            "templates/NOTES.txt",
            "templates/_helpers.tpl",
            "templates/a.yaml",
            "templates/b/.kept",
            "templates/b/deep.yaml"
        ]
    );
    assert_eq!(
        paths(&chart.files),
        [
            ".helmignore",
            "README.md",
            "charts/kid-0.2.3.tgz.prov",
            "ci/test-values.yaml",
            "crds/a.JSON",
            "crds/z.yaml",
            "values-dev.yaml"
        ]
    );
    assert_eq!(chart.crds().len(), 2);
    let kid = &chart.dependencies[0];
    assert_eq!((kid.name(), kid.dependencies[0].name()), ("kid", "grandkid"));
    assert_eq!(kid.metadata.dependencies[0].name, "dropped");
    assert!(chart.values.unwrap().text().unwrap().starts_with("a: 1\r\n"));
}

#[test]
fn config_json_is_gos() {
    assert_eq!(
        loaded("full").chart.metadata.to_json_text(),
        "{\"name\":\"full\",\"home\":\"https://example.com/\",\"sources\":[\"https://example.com/source\"],\
         \"version\":\"1.10.0+build.5\",\"description\":\"Everything a chart can have: \\u003cb\\u003e \\u0026 'quotes'\",\
         \"keywords\":[\"one\",\"2\",\"true\"],\"maintainers\":[{\"name\":\"Ann Example\",\"email\":\"ann@example.com\"},\
         {\"url\":\"https://example.com/team\"}],\"icon\":\"https://example.com/icon.svg\",\"apiVersion\":\"v2\",\
         \"appVersion\":\"1\",\"annotations\":{\"artifacthub.io/license\":\"Apache-2.0\",\"b10\":\"true\",\"b9\":\"1\"},\
         \"kubeVersion\":\"\\u003e=1.25.0 \\u003c2\",\"dependencies\":[{\"name\":\"kid\",\"version\":\"^0.2\",\
         \"repository\":\"file://../kid\",\"condition\":\"kid.enabled\",\"tags\":[\"x\",\"true\"],\
         \"import-values\":[\"data\",{\"child\":\"a\",\"parent\":\"b\"}],\"alias\":\"little\"}],\"type\":\"application\"}"
    );
}

#[test]
fn a_package_loads_strictly_and_packs_to_itself() {
    for name in ["minimal", "kid", "full", "names", "legacy", "texts"] {
        let package = packed(name);
        let chart = load_archive(&package.bytes).unwrap();
        assert_eq!(save(&chart, TIME).unwrap(), package, "{name}");
    }
}

#[test]
fn version_1_charts_keep_their_requirements() {
    let Loaded { chart, notes } = loaded("legacy");
    assert!(notes.is_empty());
    assert_eq!(chart.metadata.api_version, "v1");
    assert_eq!(chart.metadata.dependencies[0].name, "kid");
    assert_eq!(chart.lock.unwrap().entries()[0].version, "0.2.3");
    assert_eq!(paths(&chart.files), ["requirements.lock", "requirements.yaml"]);
}

#[test]
fn version_2_charts_are_told_to_move_on() {
    let folder = folder("minimal").with("requirements.yaml", "dependencies: []\n").with("requirements.lock", "{}\n");
    let Loaded { chart, notes } = load_folder(&folder).unwrap();
    assert!(chart.files.is_empty());
    assert_eq!(
        notes,
        [
            "level=INFO msg=\"Warning: Dependency locking is handled in Chart.lock since apiVersion \\\"v2\\\". We \
             recommend migrating to Chart.lock.\"",
            "level=INFO msg=\"Warning: Dependencies are handled in Chart.yaml since apiVersion \\\"v2\\\". We recommend \
             migrating dependencies to Chart.yaml.\"",
        ]
    );
    let packed = load_archive(&package(&chart, TIME).unwrap().bytes).unwrap();
    let expected = "dependencies: null\ndigest: \"\"\ngenerated: \"2023-11-14T22:13:20Z\"\n";
    assert_eq!(packed.raw.get("Chart.lock").unwrap().text(), Some(expected));
}

#[test]
fn subchart_errors_name_the_way() {
    for (path, content, message) in [
        ("charts/README.md", "x", "error unpacking subchart README.md in minimal: Chart.yaml file is missing"),
        (
            "charts/k.tgz/Chart.yaml",
            "",
            "error unpacking subchart tar in minimal: expected k.tgz, got k.tgz/Chart.yaml",
        ),
        ("charts/k.tgz", "abc", "error unpacking subchart k.tgz in minimal: unexpected EOF"),
        ("charts/k.tgz", "", "error unpacking subchart k.tgz in minimal: EOF"),
        (
            "charts/k/Chart.yaml",
            "name: x\n",
            "error unpacking subchart k in minimal: validation: chart.metadata.version is required",
        ),
        (
            "charts/k/Chart.yaml",
            "[]\n",
            "error unpacking subchart k in minimal: cannot load Chart.yaml: error unmarshaling JSON: while decoding \
             JSON: json: cannot unmarshal array into Go value of type v2.Metadata",
        ),
    ] {
        assert_eq!(error(path, content), message);
    }
    let nested = folder("minimal")
        .with("charts/k/Chart.yaml", "apiVersion: v2\nname: x\nversion: 1.0.0\n")
        .with("charts/k/charts/l/Chart.yaml", "apiVersion: v2\nname: y\nversion: bad\n");
    let error = load_folder(&nested).unwrap_err();
    assert_eq!(
        error.to_string(),
        "error unpacking subchart k in minimal: error unpacking subchart l in x: validation: chart.metadata.version \
         \"bad\" is invalid"
    );
    let place = error.place().unwrap();
    let line = place.position.unwrap().line;
    assert_eq!((place.file.as_str(), line), ("charts/k/charts/l/Chart.yaml", 3));
}

#[test]
fn stray_names_in_charts_are_skipped() {
    let folder = folder("minimal").with("charts/_x", "{").with("charts/.gitkeep", "");
    assert!(load_folder(&folder).unwrap().chart.dependencies.is_empty());
}

#[test]
fn what_is_no_chart() {
    let text = |folder: &MemoryFolder| load_folder(folder).unwrap_err().to_string();
    assert_eq!(
        text(&MemoryFolder::new()),
        "unable to detect chart at Chart.yaml: open Chart.yaml: no such file or directory"
    );
    assert_eq!(error(".helmignore", "*.yaml\n"), "Chart.yaml file is missing");
    assert_eq!(error(".helmignore", "a/**\n"), "double-star (**) syntax is not supported");
    for (version, message) in [("v3", "invalid chart apiVersion"), ("2", "unsupported chart version")] {
        let chart_yaml = format!("apiVersion: {version}\nname: m\nversion: 1.0.0\n");
        assert_eq!(text(&MemoryFolder::new().with("Chart.yaml", chart_yaml)), message);
    }
}

#[test]
fn charts_nest_to_a_limit() {
    let nested = |depth: usize| {
        (0..=depth).fold(MemoryFolder::new(), |folder, level| {
            let path = format!("{}Chart.yaml", "charts/k/".repeat(level));
            folder.with(&path, "apiVersion: v2\nname: k\nversion: 1.0.0\n")
        })
    };
    assert!(load_folder(&nested(16)).is_ok());
    let error = load_folder(&nested(17)).unwrap_err().to_string();
    assert!(error.ends_with("charts are nested deeper than 16"), "{error}");
}

#[test]
fn missing_dependencies_and_broken_schemas_stop_packing() {
    let chart_yaml = "apiVersion: v2\nname: m\nversion: 1.0.0\ndependencies:\n- {name: a}\n- {name: b, alias: c}\n";
    let chart = load_folder(&MemoryFolder::new().with("Chart.yaml", chart_yaml)).unwrap().chart;
    assert_eq!(
        package(&chart, TIME).unwrap_err().to_string(),
        "found in Chart.yaml, but missing in charts/ directory: a, b"
    );
    assert!(save(&chart, TIME).is_ok());
    for (schema, line, column) in [("{", 1, 1), ("", 1, 1), ("{} x", 1, 4), ("{\n  \"é\": tru\n}", 2, 11)] {
        let folder = folder("minimal").with("values.schema.json", schema);
        let chart = load_folder(&folder).unwrap().chart;
        let error = package(&chart, TIME).unwrap_err();
        assert_eq!(error.to_string(), "failed to save: invalid JSON in values.schema.json");
        let place = error.place().unwrap();
        let position = place.position.unwrap();
        assert_eq!((place.file.as_str(), position.line, position.column), ("values.schema.json", line, column));
    }
    let folder = folder("minimal")
        .with("charts/k/Chart.yaml", "apiVersion: v2\nname: k\nversion: 1.0.0\n")
        .with("charts/k/values.schema.json", "{");
    let place = package(&load_folder(&folder).unwrap().chart, TIME).unwrap_err().place().unwrap();
    assert_eq!(place.file, "charts/k/values.schema.json");
}

#[test]
fn names_that_readers_would_take_apart_are_not_packed() {
    let error = |folder: &MemoryFolder| {
        let chart = load_folder(folder).unwrap().chart;
        package(&chart, TIME).unwrap_err().to_string()
    };
    assert_eq!(
        error(&folder("minimal").with("x\\Chart.yaml", "")),
        "failed to save: a backslash separates folders in packages: minimal/x\\Chart.yaml"
    );
    let named = |name: &str| {
        let chart_yaml = format!("apiVersion: v2\nname: '{name}'\nversion: 1.0.0\n");
        MemoryFolder::new().with("Chart.yaml", chart_yaml)
    };
    assert_eq!(error(&named("..\\x")), "failed to save: invalid chart name \"..\\\\x\"");
    let long = format!("failed to save: invalid chart name \"{}…\"", "n".repeat(200));
    assert_eq!(error(&named(&"n".repeat(256))), long);
}

#[test]
fn names_that_no_registry_takes_have_a_place() {
    let chart_yaml = "apiVersion: v2\nversion: 1.0.0\nname: Harbor Sea\n";
    let chart = load_folder(&MemoryFolder::new().with("Chart.yaml", chart_yaml)).unwrap().chart;
    let start = chart.chart_yaml.get("name").unwrap().span.start;
    assert_eq!((chart.name(), start.line, start.column), ("Harbor Sea", 3, 7));
}

#[test]
fn broken_rules_have_the_place_of_the_file_that_breaks_them() {
    let chart_yaml = "apiVersion: v1\nname: m\nversion: 1.0.0\n";
    let requirements = "# two\ndependencies:\n- name: a\n- name: a\n";
    let place_of = |chart_yaml: &str, requirements: &str| {
        let folder = MemoryFolder::new().with("Chart.yaml", chart_yaml).with("requirements.yaml", requirements);
        let place = load_folder(&folder).unwrap_err().place().unwrap();
        (place.file, place.position.map(|at| (at.line, at.column)))
    };
    assert_eq!(place_of(chart_yaml, requirements), ("requirements.yaml".to_owned(), Some((4, 3))));
    let nameless = chart_yaml.replace("name: m", "name: a/b");
    assert_eq!(place_of(&nameless, requirements), ("Chart.yaml".to_owned(), Some((2, 7))));
    assert_eq!(place_of("", "dependencies: []\n"), ("Chart.yaml".to_owned(), None));
}

#[test]
fn metadata_and_values_are_bounded_and_read_once() {
    let comment = |bytes: usize| format!("#{}\n", "x".repeat(bytes));
    let chart_yaml = format!("apiVersion: v2\nname: m\nversion: 1.0.0\n{}", comment(1_000_000));
    let folder = MemoryFolder::new().with("Chart.yaml", chart_yaml);
    let with_values = |bytes| load_folder(&folder.clone().with("values.yaml", comment(bytes)));
    assert!(with_values(7_300_000).is_ok(), "Chart.yaml counts once");
    let error = with_values(7_400_000).unwrap_err();
    assert_eq!(error.to_string(), "cannot load values.yaml: chart has more than 8388608 bytes of metadata and values");
    assert_eq!(error.place().unwrap().file, "values.yaml");
}

#[test]
fn two_charts_of_one_name_are_not_packed() {
    let kid = |version: &str| format!("apiVersion: v2\nname: k\nversion: {version}\n");
    let folder = folder("minimal").with("charts/a/Chart.yaml", kid("2.0.0")).with("charts/b/Chart.yaml", kid("1.0.0"));
    let chart = load_folder(&folder).unwrap().chart;
    assert_eq!(chart.dependencies[0].version(), "1.0.0");
    assert_eq!(
        package(&chart, TIME).unwrap_err().to_string(),
        "failed to save: two files would be packed as minimal/charts/k/Chart.yaml"
    );
}

#[test]
fn versions_can_be_given() {
    let chart = loaded("minimal").chart;
    let changed = chart.clone().with_versions(Some("v2"), Some("5\u{200b}")).unwrap();
    assert_eq!((changed.version(), changed.metadata.app_version.as_str()), ("v2", "5"));
    assert_eq!(package(&changed, TIME).unwrap().file_name, "minimal-v2.tgz");
    assert_eq!(chart.with_versions(Some("abc"), None).unwrap_err().to_string(), "invalid semantic version");
}

#[test]
fn differences_are_found_and_lock_times_are_none() {
    let old = load_archive(&packed("full").bytes).unwrap();
    let later = package(&loaded("full").chart, TIME + 60).unwrap();
    assert!(compare(&old, &load_archive(&later.bytes).unwrap()).is_empty());

    let folder = folder("full").with("README.md", "# other\n").with("new.txt", "1").with(".helmignore", "*.bak\nci/\n");
    let chart = load_folder(&folder).unwrap().chart.with_versions(None, Some("2")).unwrap();
    let new = load_archive(&package(&chart, TIME).unwrap().bytes).unwrap();
    let differences = compare(&old, &new);
    let found: Vec<(&str, Change)> = differences.files.iter().map(|file| (&*file.path, file.change)).collect();
    assert!(found.contains(&("README.md", Change::Changed { old_size: 7, new_size: 8 })));
    assert!(found.contains(&("new.txt", Change::Added { size: 1 })));
    assert!(found.contains(&("ci/test-values.yaml", Change::Removed { size: 5 })));
    assert_eq!(differences.fields.len(), 1);
    assert_eq!(differences.fields[0].field, "appVersion");
}

/// Go's emitter gives up on them; a package without Chart.yaml must not come of it.
#[test]
fn what_yaml_cannot_hold_is_not_packed() {
    let chart = "apiVersion: v2\nname: minimal\nversion: 1.0.0\nannotations: {a: \"x\\x7Fy\"}\n";
    let chart = load_folder(&folder("minimal").with("Chart.yaml", chart)).unwrap().chart;
    let error = package(&chart, TIME).unwrap_err();
    assert!(matches!(error, PackageError::Unwritable { file: "Chart.yaml", .. }), "{error}");
}

#[test]
fn metadata_are_bounded() {
    let chart = |text: String| {
        let loaded = load_folder(&MemoryFolder::new().with("Chart.yaml", text));
        loaded.err().map(|error| (error.to_string(), error.place().unwrap().file)).unwrap_or_default()
    };
    let base = "apiVersion: v2\nname: m\nversion: 1.0.0\n";
    let keywords = |count| format!("{base}keywords: [{}]\n", vec!["a"; count].join(","));
    assert_eq!(chart(keywords(1000)), Default::default());
    let (text, file) = chart(keywords(520_000));
    assert_eq!(
        (text.as_str(), file.as_str()),
        ("cannot load Chart.yaml: error converting YAML to JSON: yaml: exceeded max of 300000 nodes", "Chart.yaml")
    );
    let (text, file) = chart(keywords(600_000));
    assert_eq!(
        (text.as_str(), file.as_str()),
        ("cannot load Chart.yaml: file has more than 1048576 bytes", "Chart.yaml")
    );
}

#[test]
fn nodes_are_bounded_for_all_charts_together() {
    let list = |count| format!("a: [{}]\n", vec!["1"; count].join(","));
    let folder = |count| {
        MemoryFolder::new()
            .with("Chart.yaml", "apiVersion: v2\nname: m\nversion: 1.0.0\n")
            .with("values.yaml", list(150_000))
            .with("charts/s/Chart.yaml", "apiVersion: v2\nname: s\nversion: 1.0.0\n")
            .with("charts/s/values.yaml", list(count))
    };
    assert!(load_folder(&folder(100_000)).is_ok());
    let error = load_folder(&folder(150_000)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "error unpacking subchart s in m: cannot load values.yaml: cannot unmarshal yaml document: error converting \
         YAML to JSON: yaml: exceeded max of 300000 nodes"
    );
    assert_eq!(error.place().unwrap().file, "charts/s/values.yaml");
    let documents = format!("{}---\n{}", list(150_000), list(150_000));
    assert!(parse_values(documents.as_bytes()).is_err());
}
