//! The hostile archives that a reader of charts meets, by both sets of rules. Helm's texts are those of 4.3.1.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;
use crate::gzip::compress;
use crate::tar::tests::{entry, header};
use crate::{LoadError, load_archive, load_archive_by};

const CHART: &[u8] = b"apiVersion: v2\nname: demo\nversion: 1.0.0\n";

/// An archive of regular files after the chart's own Chart.yaml.
fn files(names: &[&str]) -> Vec<u8> {
    let chart = entry(b'0', "demo/Chart.yaml", CHART);
    let others = names.iter().map(|name| entry(b'0', name, b"x"));
    pack(std::iter::once(chart).chain(others).collect())
}

fn pack(mut entries: Vec<Vec<u8>>) -> Vec<u8> {
    entries.push(vec![0; 1024]);
    compress(&entries.concat()).unwrap()
}

fn helm(tgz: &[u8]) -> Result<crate::Chart, String> {
    load_archive_by(ArchiveRules::Helm, tgz).map(|loaded| loaded.chart).map_err(|error| error.to_string())
}

fn strict(tgz: &[u8]) -> Result<crate::Chart, String> {
    load_archive(tgz).map_err(|error| error.to_string())
}

#[test]
fn a01_a03_a04_a12_a13_a14_a16_what_helm_refuses_both_refuse() {
    let damaged = files(&[]);
    for (tgz, message) in [
        (files(&["demo/../../evil.txt"]), "chart illegally references parent directory: \"demo/../../evil.txt\""),
        (files(&["demo/..foo"]), "chart illegally references parent directory: \"demo/..foo\""),
        (files(&["demo//etc/x"]), "chart illegally contains absolute paths: \"demo//etc/x\""),
        (files(&["demo\\..\\..\\x"]), "chart illegally references parent directory: \"demo\\\\..\\\\..\\\\x\""),
        (files(&["demo\\c:\\y"]), "chart contains illegally named files: \"demo\\\\c:\\\\y\""),
        (files(&["demo/c:/y"]), "chart contains illegally named files: \"demo/c:/y\""),
        (
            pack(vec![entry(b'0', "Chart.yaml", CHART)]),
            "chart illegally contains content outside the base directory: \"Chart.yaml\"",
        ),
        (pack(vec![entry(b'0', "Chart.yaml/x", CHART)]), "chart yaml not in base directory: \"Chart.yaml/x\""),
        (pack(vec![entry(b'0', "demo/x", b"")]), "Chart.yaml file is missing"),
        (pack(Vec::new()), "no files in chart archive"),
        (damaged[..damaged.len() / 2].to_vec(), "unexpected EOF"),
        (Vec::new(), "EOF"),
        (b"not gzip at all".to_vec(), "gzip: invalid header"),
        (
            pack(vec![entry(b'0', "demo/Chart.yaml", b"apiVersion: v2\nname: ../evil\nversion: 1.0.0\n")]),
            "validation: chart.metadata.name \"../evil\" is invalid",
        ),
        (
            pack(vec![entry(b'0', "demo/Chart.yaml", b"apiVersion: v3\nname: demo\nversion: 1.0.0\n")]),
            "invalid chart apiVersion",
        ),
    ] {
        assert_eq!(helm(&tgz).unwrap_err(), message);
        assert_eq!(strict(&tgz).unwrap_err(), message);
    }
}

#[test]
fn a02_a11_absolute_names_and_second_roots() {
    let absolute = files(&["/etc/evil.txt"]);
    assert_eq!(helm(&absolute).unwrap().files[0].path, "etc/evil.txt");
    assert_eq!(strict(&absolute).unwrap_err(), "chart archive contains an absolute name: /etc/evil.txt");

    let other = b"apiVersion: v2\nname: other\nversion: 1.0.0\n";
    let two = pack(vec![entry(b'0', "demo/Chart.yaml", CHART), entry(b'0', "other/Chart.yaml", other)]);
    assert_eq!(helm(&two).unwrap().name(), "other");
    assert_eq!(
        strict(&two).unwrap_err(),
        "chart archive has more than one top directory: other/Chart.yaml is not in demo/"
    );

    let renamed = pack(vec![entry(b'0', "x/Chart.yaml", CHART)]);
    assert_eq!(helm(&renamed).unwrap().name(), "demo");
    assert_eq!(strict(&renamed).unwrap_err(), "chart archive's top directory is x, but the chart's name is demo");
    let dot = pack(vec![entry(b'0', "./Chart.yaml", CHART)]);
    assert!(helm(&dot).is_ok() && strict(&dot).is_err());
}

#[test]
fn a05_links_and_devices() {
    for (kind, what) in [
        (b'1', "hard link"),
        (b'2', "symbolic link"),
        (b'3', "device or pipe"),
        (b'6', "device or pipe"),
        (b'7', "entry of an unknown type"),
    ] {
        let tgz = pack(vec![entry(b'0', "demo/Chart.yaml", CHART), entry(kind, "demo/l", b"")]);
        let chart = helm(&tgz).unwrap();
        assert_eq!((chart.files[0].path.as_str(), chart.files[0].data.len()), ("l", 0));
        assert_eq!(strict(&tgz).unwrap_err(), format!("chart archive contains a {what}: demo/l"));
    }
}

#[test]
fn a06_a_file_below_a_linked_folder() {
    let chart = entry(b'0', "demo/Chart.yaml", CHART);
    let link = entry(b'2', "demo/templates", b"");
    let below = entry(b'0', "demo/templates/x.yaml", b"a: b");
    assert!(helm(&pack(vec![chart.clone(), link.clone(), below.clone()])).is_ok());
    for entries in [vec![chart.clone(), link.clone(), below.clone()], vec![chart, below, link]] {
        assert_eq!(strict(&pack(entries)).unwrap_err(), "chart archive contains a symbolic link: demo/templates");
    }
}

/// Allowed up to the limit of all together; the check `package/file-size` tells of it.
#[test]
fn a08_one_file_of_99_mib() {
    let chart = entry(b'0', "demo/Chart.yaml", CHART);
    let tgz = pack_fast(&[chart, header(b'0', b"demo/large", 99 << 20), vec![0; 99 << 20], vec![0; 1024]]);
    assert_eq!(strict(&tgz).unwrap().files[0].data.len(), 99 << 20);
}

#[test]
fn a10_one_path_twice() {
    let newer = b"apiVersion: v2\nname: demo\nversion: 2.0.0\n";
    for (second, message) in [
        ("demo/Chart.yaml", "chart archive contains the file twice: demo/Chart.yaml"),
        ("demo/./Chart.yaml", "chart archive contains a name with . or .. as a part: demo/./Chart.yaml"),
    ] {
        let twice = pack(vec![entry(b'0', "demo/Chart.yaml", CHART), entry(b'0', second, newer)]);
        assert_eq!(helm(&twice).unwrap().version(), "2.0.0");
        assert_eq!(strict(&twice).unwrap_err(), message);
    }
    for names in [["demo/a", "demo/a/b"], ["demo/a/b", "demo/a"]] {
        let below = files(&[names[0], "demo/a-", names[1]]);
        assert!(helm(&below).is_ok());
        assert_eq!(strict(&below).unwrap_err(), "chart archive contains a file below another file: demo/a/b");
    }
}

#[test]
fn paths_that_turn_back() {
    for name in ["demo/a/../b", "demo/./b", "demo/a/.", "demo/a/c/.."] {
        let tgz = files(&[name]);
        assert!(helm(&tgz).is_ok(), "{name}");
        let message = format!("chart archive contains a name with . or .. as a part: {name}");
        assert_eq!(strict(&tgz).unwrap_err(), message);
    }
    let folder = pack(vec![entry(b'5', "demo/../x/", b""), entry(b'0', "demo/Chart.yaml", CHART)]);
    assert!(helm(&folder).is_ok());
    assert_eq!(strict(&folder).unwrap_err(), "chart archive contains a name with . or .. as a part: demo/../x/");
}

#[test]
fn names_that_fit_no_disk() {
    let long_part = format!("demo/{}", "x".repeat(256));
    let long_name = format!("demo/{}", "xxx/".repeat(1100));
    let with_name = |name: &str| {
        let record = format!(" path={name}\n");
        let length = record.len() + if record.len() + 3 < 1000 { 3 } else { 4 };
        let chart = entry(b'0', "demo/Chart.yaml", CHART);
        let records = entry(b'x', "x", format!("{length}{record}").as_bytes());
        pack(vec![chart, records, entry(b'0', "demo/x", b"")])
    };
    for (name, what) in [(&long_part, "name with a part of more than 255"), (&long_name, "name of more than 4096")] {
        let tgz = with_name(name);
        assert!(helm(&tgz).is_ok());
        let beginning = &name[..200];
        assert_eq!(strict(&tgz).unwrap_err(), format!("chart archive contains a {what} bytes: {beginning}…"));
    }
    let slash = files(&["demo/x/"]);
    assert!(helm(&slash).is_ok());
    assert_eq!(strict(&slash).unwrap_err(), "chart archive contains an unusable name: \"demo/x/\"");
}

#[test]
fn what_other_readers_would_take_for_something_else() {
    let chart = entry(b'0', "demo/Chart.yaml", CHART);
    let mut mode = header(b'0', b"demo/hidden", 0);
    mode[100..108].copy_from_slice(b"0040755\0");
    mode[148..156].fill(b' ');
    let sum: u32 = mode.iter().map(|byte| u32::from(*byte)).sum();
    mode[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    for (second, message) in [
        (mode, "file with the mode of a directory: demo/hidden"),
        (entry(b'g', "x", b"17 path=demo/abc\n"), "global header that changes entries: path"),
        (entry(b'g', "x", b"9 size=5\n"), "global header that changes entries: size"),
        (header(b'5', b"demo/x/", 512), "directory with data: demo/x/"),
    ] {
        let tgz = pack(vec![chart.clone(), second]);
        assert!(helm(&tgz).is_ok(), "{message}");
        assert_eq!(strict(&tgz).unwrap_err(), format!("chart archive contains a {message}"));
    }
}

#[test]
fn a15_bytes_after_the_end() {
    let plain = files(&[]);
    assert!(strict(&plain).is_ok());
    let tail = [plain.clone(), b"tail".to_vec()].concat();
    let member = [plain.clone(), plain.clone()].concat();
    let hidden = {
        let end = vec![0; 1024];
        let entries = [entry(b'0', "demo/Chart.yaml", CHART), end, b"hidden".to_vec()];
        compress(&entries.concat()).unwrap()
    };
    for tgz in [tail, member, hidden] {
        assert!(helm(&tgz).is_ok());
        assert_eq!(strict(&tgz).unwrap_err(), "chart archive has bytes after its end");
    }
    let padded = compress(&[entry(b'0', "demo/Chart.yaml", CHART), vec![0; 10_240]].concat()).unwrap();
    assert!(strict(&padded).is_ok(), "zeros up to a whole record are usual");
}

#[test]
fn folders_and_global_headers_are_no_files() {
    let tgz = pack(vec![
        entry(b'g', "pax_global_header", b"19 comment=abcdefg\n"),
        entry(b'5', "demo/", b""),
        entry(b'0', "demo/Chart.yaml", CHART),
    ]);
    assert_eq!(strict(&tgz).unwrap().raw.files().len(), 1);
}

#[test]
fn a07_sizes_are_bounded() {
    let zeros = header(b'0', b"demo/zeros", 120 * 1024 * 1024);
    let tgz = pack(vec![entry(b'0', "demo/Chart.yaml", CHART), zeros]);
    let message = "decompressed chart is larger than the maximum size 104857600: \"demo/zeros\"";
    assert_eq!(helm(&tgz).unwrap_err(), message);
    assert_eq!(strict(&tgz).unwrap_err(), message);
}

#[test]
fn a_link_with_a_size_has_no_data() {
    let tgz = pack(vec![entry(b'0', "demo/Chart.yaml", CHART), header(b'2', b"demo/l", 5)]);
    assert_eq!(helm(&tgz).unwrap_err(), "decompressed chart is larger than the maximum size 104857600: \"demo/l\"");
}

/// Compresses what is large and simple.
fn pack_fast(entries: &[Vec<u8>]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    for entry in entries {
        encoder.write_all(entry).unwrap();
    }
    encoder.finish().unwrap()
}

const KID: &[u8] = b"apiVersion: v2\nname: k\nversion: 1.0.0\n";

/// A chart that holds the same archive several times.
fn holding(kid: &[u8], names: &[&str]) -> Vec<u8> {
    let kids = names.iter().map(|name| entry(b'0', &format!("demo/charts/{name}.tgz"), kid));
    pack(std::iter::once(entry(b'0', "demo/Chart.yaml", CHART)).chain(kids).collect())
}

#[test]
fn archives_within_share_one_budget() {
    let large = pack_fast(&[entry(b'0', "k/Chart.yaml", KID), entry(b'0', "k/zeros", &vec![0; 40 << 20])]);
    let tgz = holding(&large, &["a", "b", "c"]);
    let too_large = "error unpacking subchart c.tgz in demo: decompressed chart is larger than the maximum size \
                     104857600";
    assert_eq!(helm(&tgz).unwrap_err(), format!("{too_large}: \"k/zeros\""));
    assert_eq!(strict(&tgz).unwrap_err(), format!("{too_large}: \"k/zeros\""));

    let size = 1 << 20;
    let record = format!("{size} a={}\n", "x".repeat(size - 11));
    let mut entries = vec![entry(b'g', "x", record.as_bytes()); 50];
    entries.push(entry(b'0', "k/Chart.yaml", KID));
    let tgz = holding(&pack_fast(&entries), &["a", "b", "c"]);
    assert_eq!(helm(&tgz).unwrap_err(), too_large);
    assert_eq!(strict(&tgz).unwrap_err(), too_large);

    let names: Vec<Vec<u8>> = (0..6_000).map(|number| entry(b'0', &format!("k/{number}"), b"")).collect();
    let many = pack_fast(&[entry(b'0', "k/Chart.yaml", KID), names.concat()]);
    let message = "error unpacking subchart b.tgz in demo: chart archive has more than 10000 entries";
    assert_eq!(strict(&holding(&many, &["a", "b"])).unwrap_err(), message);
}

#[test]
fn archives_nest_to_a_limit() {
    let nested = |depth: usize| {
        (0..depth).fold(pack(vec![entry(b'0', "k/Chart.yaml", KID)]), |tgz, _| {
            pack(vec![entry(b'0', "k/Chart.yaml", KID), entry(b'0', "k/charts/k.tgz", &tgz)])
        })
    };
    assert!(strict(&nested(16)).is_ok());
    assert!(strict(&nested(17)).unwrap_err().ends_with("charts are nested deeper than 16"));
}

#[test]
fn a09_counts_are_bounded() {
    let names: Vec<String> = (0..10_000).map(|number| format!("demo/{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let message = "chart archive has more than 10000 entries";
    assert_eq!(helm(&files(&names)).unwrap_err(), message);
    assert_eq!(strict(&files(&names)).unwrap_err(), message);
    assert!(strict(&files(&names[1..])).is_ok());
    let many_folders = pack((0..20_000).map(|number| entry(b'5', &format!("demo/{number}/"), b"")).collect());
    assert_eq!(strict(&many_folders).unwrap_err(), message);
}

#[test]
fn endless_headers_are_cut() {
    let size = 1 << 20;
    let record = format!("{size} a={}\n", "x".repeat(size - 11));
    let header = entry(b'g', "x", record.as_bytes());
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..140 {
        encoder.write_all(&header).unwrap();
    }
    let tgz = encoder.finish().unwrap();
    let message = "decompressed chart is larger than the maximum size 104857600";
    assert_eq!(helm(&tgz).unwrap_err(), message);
    assert_eq!(strict(&tgz).unwrap_err(), message);
}

#[test]
fn errors_come_with_a_hint() {
    let error = load_archive(&files(&["demo/Chart.yaml"])).unwrap_err();
    assert!(matches!(&error, LoadError::Archive(ArchiveError::Duplicate { .. })));
    assert!(error.hint().unwrap().contains("package the chart again"));
}

#[test]
fn a16_other_files_are_recognised() {
    let message = |name: &str, bytes: &[u8]| ensure_archive(name, bytes).unwrap_err().to_string();
    let not_gzip =
        |content_type: &str| format!("file 'x' does not appear to be a gzipped archive; got '{content_type}'");
    assert_eq!(message("x", b"abc"), not_gzip("application/octet-stream"));
    assert_eq!(message("x", &[b'a'; 600]), not_gzip("text/plain; charset=utf-8"));
    assert_eq!(message("x", b"\n<!doctype html><p>"), not_gzip("text/html; charset=utf-8"));
    assert_eq!(message("x", b"PK\x03\x04"), not_gzip("application/zip"));
    assert_eq!(
        message("values.yaml", b"a: 1"),
        "file 'values.yaml' seems to be a YAML file, but expected a gzipped archive"
    );
    assert!(ensure_archive("x", &files(&[])).is_ok());
}
