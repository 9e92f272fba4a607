//! Archives that are almost charts: nothing panics or takes long, the strict rules take less than Helm's, and what is
//! taken packs to an archive that is the same chart again. The mutations are the same in every run.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use chart::{API_VERSION_1, API_VERSION_2, ArchiveRules, Chart, PackageError};
use chart::{load_archive, load_archive_by, package_tar, save};
use flate2::Compression;
use flate2::write::GzEncoder;
use mutations::{Random, for_inputs};

/// The time of the packages.
const TIME: i64 = 1_700_000_000;
/// Size of the blocks that tar archives consist of.
const BLOCK: usize = 512;
/// Bytes that mean something to YAML, or to paths.
const MARKS: &[u8] = b" \n\"'\\:,-.?&*!|>[]{}~/_0129a\x00\x7f\xc2\xff";
/// Types of entries: files, links, devices, folders, headers of several programs.
const KINDS: &[u8] = b"\x000123567gxLKSZ";

/// The entries after one change: of a content, a name, a type, or of what there is in which order.
fn mutated_entries(random: &mut Random, entries: &[Entry]) -> Vec<Entry> {
    let mut entries = entries.to_vec();
    let (at, other) = (random.below(entries.len()), random.below(entries.len()));
    let names: Vec<Vec<u8>> = entries.iter().map(|entry| entry.name.clone()).collect();
    let contents: Vec<Vec<u8>> = entries.iter().map(|entry| entry.data.clone()).collect();
    match random.below(10) {
        0 => entries[at].kind = KINDS[random.below(KINDS.len())],
        1 => entries.push(entries[at].clone()),
        2 => drop(entries.remove(at)),
        3 => entries.swap(at, other),
        4 => entries[at].name = random.mutated(&names[at], &names, MARKS),
        _ => entries[at].data = random.mutated(&contents[at], &contents, MARKS),
    }
    entries
}

/// A file, folder or anything else in an archive.
#[derive(Clone)]
struct Entry {
    kind: u8,
    name: Vec<u8>,
    data: Vec<u8>,
}

fn file(name: &str, data: &[u8]) -> Entry {
    Entry { kind: b'0', name: name.as_bytes().to_vec(), data: data.to_vec() }
}

/// An archive as other programs write it, with its end. Names are cut to what fits the header.
fn tar(entries: &[Entry]) -> Vec<u8> {
    let mut tar = Vec::new();
    for Entry { kind, name, data } in entries {
        let mut header = vec![0; BLOCK];
        let length = name.len().min(100);
        header[..length].copy_from_slice(&name[..length]);
        header[100..108].copy_from_slice(b"0000644\0");
        header[124..136].copy_from_slice(format!("{:011o}\0", data.len()).as_bytes());
        header[156] = *kind;
        header[257..265].copy_from_slice(b"ustar\x0000");
        tar.extend(header);
        tar.extend(data);
        tar.resize(tar.len().next_multiple_of(BLOCK), 0);
    }
    tar.resize(tar.len() + 2 * BLOCK, 0);
    seal(&mut tar);
    tar
}

/// Writes the checksums of all blocks that look like headers.
fn seal(tar: &mut [u8]) {
    for block in tar.chunks_exact_mut(BLOCK).filter(|block| block[257..262] == *b"ustar") {
        block[148..156].fill(b' ');
        let sum: u64 = block.iter().map(|byte| u64::from(*byte)).sum();
        block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    }
}

fn gzip(tar: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(tar).expect("memory takes everything");
    encoder.finish().expect("memory takes everything")
}

const CHART_YAML: &str = r#"# a comment that packing drops
apiVersion: v2
name: demo
version: 1.10.0+build.5
appVersion: 1.0
description: "<b> & 'é', and so much more that the line is folded in the middle when it is written again"
type: application
kubeVersion: ">=1.25.0 <2"
keywords: [one, 2, yes]
sources: [https://example.com/source]
maintainers:
- name: Ann
  email: ann@example.com
- {url: https://example.com/team}
annotations:
  artifacthub.io/changes: |
    - kind: added
      description: "something: new"
  b9: 1
dependencies:
- name: kid
  version: ^0.2
  repository: file://../kid
  tags: [x, y]
  import-values: [data, {child: a, parent: b}]
- {name: boxed, version: 1.x, repository: "https://example.com/charts", alias: little}
"#;

const CHART_LOCK: &str = r#"dependencies:
- {name: kid, repository: file://../kid, version: 0.2.3}
digest: sha256:0
generated: "2024-03-01T10:11:12.987654321+02:00"
"#;

const VALUES: &str = "a: 1\nb: &x {c: [x, 1.5, null]}\ne: {<<: *x, f: true}\n---\nd: 2\n";

/// A chart with everything: a folder, a global header, charts within as folder and as archive.
fn demo() -> Vec<Entry> {
    let boxed = [
        file("boxed/Chart.yaml", b"apiVersion: v2\nname: boxed\nversion: 1.0.0\n"),
        file("boxed/templates/a.yaml", b"kind: A\n"),
    ];
    vec![
        Entry { kind: b'g', name: b"pax_global_header".to_vec(), data: b"19 comment=abcdefg\n".to_vec() },
        Entry { kind: b'5', name: b"demo/".to_vec(), data: Vec::new() },
        file("demo/Chart.yaml", CHART_YAML.as_bytes()),
        file("demo/Chart.lock", CHART_LOCK.as_bytes()),
        file("demo/values.yaml", VALUES.as_bytes()),
        file("demo/values.schema.json", b"{\"type\": \"object\"}"),
        file("demo/templates/_helpers.tpl", b"{{- define \"name\" -}}demo{{- end -}}\n"),
        file("demo/crds/z.yaml", b"kind: CustomResourceDefinition\n"),
        file("demo/\u{e4}/\u{f6}.txt", b"umlauts"),
        file("demo/charts/kid/Chart.yaml", b"apiVersion: v1\nname: kid\nversion: 0.2.3\n"),
        file("demo/charts/kid/values.yaml", b"size: 1\n"),
        file("demo/charts/boxed-1.0.0.tgz", &gzip(&tar(&boxed))),
        file("demo/charts/boxed-1.0.0.tgz.prov", b"not looked at"),
    ]
}

/// A chart of the days before `apiVersion`.
fn legacy() -> Vec<Entry> {
    let requirements = b"dependencies:\n- name: kid\n  version: 0.2.3\n  repository: https://example.com/charts\n";
    let lock = b"dependencies:\n- name: kid\n  repository: https://example.com/charts\n  version: 0.2.3\n\
                 digest: sha256:1\ngenerated: \"2024-03-01T10:11:12Z\"\n";
    vec![
        file("legacy/Chart.yaml", b"name: legacy\nversion: 0.1.0\ndescription: without apiVersion\n"),
        file("legacy/requirements.yaml", requirements),
        file("legacy/requirements.lock", lock),
        file("legacy/templates/a.yaml", b"kind: A\n"),
        file("legacy/charts/kid/Chart.yaml", b"name: kid\nversion: 0.2.3\n"),
    ]
}

/// Files of the chart in this repository.
fn agents() -> Vec<Entry> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../charts/agents");
    let paths = ["Chart.yaml", "values.yaml", "templates/NOTES.txt", "templates/gateway/ingress.yaml", "README.md"];
    paths.iter().map(|path| file(&format!("agents/{path}"), &fs::read(root.join(path)).expect("a file"))).collect()
}

fn loaded(entries: &[Entry]) -> Chart {
    load_archive(&gzip(&tar(entries))).expect("a seed is a chart")
}

/// Whether a chart within is read under its own name from the package. Helm has the same exceptions: it takes the
/// name of such a chart for a part of the path, for an archive or for a file to skip.
fn keeps_its_place(chart: &Chart) -> bool {
    let name = chart.name();
    !name.starts_with(['_', '.']) && !name.ends_with(".tgz") && !name.ends_with(".prov")
}

/// Whether Helm, too, would get this chart and those within back from their package.
fn can_return(chart: &Chart) -> bool {
    // What `{:?}` escapes so are the characters that go-yaml folds or can't write; it writes the key `<<` as a merge.
    let texts = format!("{:?} {:?}", chart.metadata, chart.lock);
    let plain_texts = !texts.contains("\\u{") && !texts.contains("\"<<\"");
    // Whether this file is kept depends on the version, which it should not set.
    let sets_version = chart.raw.files().iter().filter(|file| file.path == "requirements.yaml").any(|file| {
        let text = String::from_utf8_lossy(&file.data).to_lowercase();
        text.contains("apiversion")
    });
    let return_within = || chart.dependencies.iter().all(|within| keeps_its_place(within) && can_return(within));
    plain_texts && !sets_version && return_within()
}

/// Packs a chart and loads it back by the rules by which it was taken.
fn check_packing(rules: ArchiveRules, chart: &Chart) {
    let known_version = [API_VERSION_1, API_VERSION_2].contains(&chart.metadata.api_version.as_str());
    if !known_version || chart.name() == "Chart.yaml" || !can_return(chart) {
        return;
    }
    let package = match save(chart, TIME) {
        Ok(package) => package,
        Err(PackageError::Schema { .. } | PackageError::Duplicate { .. } | PackageError::Name { .. }) => return,
        Err(error) => panic!("{error}"),
    };
    let again = load_archive_by(rules, &package.bytes).expect("a package of ours is a chart").chart;
    assert_eq!((&again.values, &again.schema), (&chart.values, &chart.schema));
    assert_eq!((&again.templates, &again.files), (&chart.templates, &chart.files));
    let packed_again = save(&again, TIME).expect("a package of ours can be packed");
    assert!(packed_again == package, "{:?}\nbecame\n{:?}", chart.metadata, again.metadata);
}

fn check(tgz: &[u8]) {
    match (load_archive(tgz), load_archive_by(ArchiveRules::Helm, tgz)) {
        (Ok(chart), helm) => {
            let helm = helm.expect("Helm takes what the strict rules take").chart;
            assert_eq!(chart.raw.files(), helm.raw.files());
            check_packing(ArchiveRules::Strict, &chart);
        }
        (Err(_), Ok(loaded)) => check_packing(ArchiveRules::Helm, &loaded.chart),
        (Err(error), Err(_)) => drop((error.to_string(), error.hint(), error.place())),
    }
}

#[test]
fn seeds_return_from_their_packages() {
    for entries in [demo(), legacy(), agents()] {
        let chart = loaded(&entries);
        assert!(can_return(&chart), "{:?}", chart.metadata);
        check(&gzip(&tar(&entries)));
        check(&save(&chart, TIME).expect("a seed can be packed").bytes);
    }
}

#[test]
fn mutated_files_of_a_chart() {
    let seeds = [demo(), demo(), legacy()];
    for_inputs(800, |number, random| gzip(&tar(&mutated_entries(random, &seeds[number % seeds.len()]))), check);
}

#[test]
fn mutated_files_of_a_real_chart() {
    let seed = agents();
    for_inputs(100, |_, random| gzip(&tar(&mutated_entries(random, &seed))), check);
}

#[test]
fn mutated_bytes_of_tar() {
    let packed = |entries: &[Entry]| package_tar(&loaded(entries), TIME).expect("a seed can be packed");
    let seeds = [tar(&demo()), packed(&demo()), packed(&legacy())];
    for_inputs(
        1_500,
        |number, random| {
            let mut tar = random.mutated(&seeds[number % seeds.len()], &seeds, MARKS);
            if number % 4 > 0 {
                seal(&mut tar);
            }
            gzip(&tar)
        },
        check,
    );
}

#[test]
fn mutated_bytes_of_gzip() {
    let seeds = [gzip(&tar(&demo())), save(&loaded(&legacy()), TIME).expect("a seed can be packed").bytes];
    for_inputs(2_000, |number, random| random.mutated(&seeds[number % seeds.len()], &seeds, MARKS), check);
}
