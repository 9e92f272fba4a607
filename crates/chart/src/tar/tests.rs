use super::*;
use header::Block;

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = Writer::new(1_700_000_000);
    for (path, data) in files {
        writer.file(path, data);
    }
    writer.finish()
}

fn read(tar: &[u8]) -> Result<Vec<(String, Kind, Vec<u8>)>, TarError> {
    let mut reader = Reader::new(tar);
    let mut found = Vec::new();
    while let Some(entry) = reader.next_entry()? {
        let data = reader.data()?;
        found.push((entry.name, entry.kind, data));
    }
    Ok(found)
}

/// A header as other programs may write it.
pub(crate) fn header(kind: u8, name: &[u8], size: u64) -> Vec<u8> {
    let mut block = Block::ustar(kind);
    block.set_bytes(header::NAME, name);
    block.set_octal(header::MODE, 0o644);
    block.set_octal(header::SIZE, size);
    block.seal();
    block.bytes.to_vec()
}

/// One entry as other programs may write it, without the archive's end.
pub(crate) fn entry(kind: u8, name: &str, data: &[u8]) -> Vec<u8> {
    [header(kind, name.as_bytes(), data.len() as u64), padded(data)].concat()
}

fn padded(data: &[u8]) -> Vec<u8> {
    let mut padded = data.to_vec();
    padded.resize(data.len().div_ceil(BLOCK) * BLOCK, 0);
    padded
}

#[test]
fn a_plain_header_has_gos_fields() {
    let tar = archive(&[("m/a", b"x")]);
    assert_eq!(tar.len(), 4 * BLOCK);
    assert_eq!(&tar[..4], b"m/a\0");
    assert_eq!(&tar[100..124], b"0000644\x000000000\x000000000\0");
    assert_eq!(&tar[124..148], b"00000000001\x0014524770400\0");
    assert_eq!(&tar[154..157], b"\0 0");
    assert_eq!(&tar[257..265], b"ustar\x0000");
    assert_eq!(&tar[329..345], b"0000000\x000000000\0");
}

#[test]
fn any_path_comes_back() {
    let splittable = format!("m/{}/{}", "d".repeat(90), "f".repeat(90));
    let unsplittable = format!("m/{}", "x".repeat(150));
    let cut_at_slash = format!("m/{}/é", "x".repeat(97));
    let paths = ["m/ä/ö.txt", &splittable, &unsplittable, &cut_at_slash, "m/é"];
    let files: Vec<(&str, &[u8])> = paths.iter().map(|path| (*path, b"data".as_slice())).collect();
    let found = read(&archive(&files)).unwrap();
    let names: Vec<&str> = found.iter().map(|(name, ..)| name.as_str()).collect();
    assert_eq!(names, paths);
    assert!(found.iter().all(|(_, kind, data)| *kind == Kind::File && data == b"data"));
}

#[test]
fn only_what_needs_records_gets_them() {
    let long = format!("m/{}/{}", "d".repeat(90), "f".repeat(90));
    assert_eq!(archive(&[(&long, b"")]).len(), 3 * BLOCK);
    let tar = archive(&[("m/ä/ö.txt", b"")]);
    assert_eq!(&tar[..24], b"m//PaxHeaders.0/.txt\0\0\0\0");
    assert_eq!(tar[156], b'x');
    assert_eq!(&tar[329..345], &[0; 16]);
    assert_eq!(&tar[BLOCK..BLOCK + 20], "20 path=m/ä/ö.txt\n".as_bytes());
    assert_eq!(&tar[2 * BLOCK..2 * BLOCK + 8], b"m//.txt\0");
}

#[test]
fn times_beyond_the_field_go_into_a_record() {
    let long = format!("m/{}/{}", "d".repeat(90), "f".repeat(90));
    let mut writer = Writer::new(99_999_999_999);
    writer.file("m/a", b"");
    writer.file(&long, b"");
    let tar = writer.finish();
    assert_eq!(read(&tar).unwrap()[1].0, long, "without a prefix the path needs a record, too");
    assert_eq!(&tar[BLOCK..BLOCK + 21], b"21 mtime=99999999999\n");
    assert_eq!(&tar[2 * BLOCK + 136..2 * BLOCK + 148], b"00000000000\0");
}

#[test]
fn gnu_long_names_and_global_headers_are_read() {
    let name = format!("m/{}", "n".repeat(300));
    let mut tar = header(b'g', b"pax_global_header", 0);
    tar.extend(header(b'L', b"././@LongLink", name.len() as u64 + 1));
    tar.extend(padded(format!("{name}\0").as_bytes()));
    tar.extend(header(b'0', b"m/nnn", 1));
    tar.extend(padded(b"x"));
    let found = read(&tar).unwrap();
    assert_eq!(found[0].1, Kind::Global);
    assert_eq!(found[1], (name, Kind::File, b"x".to_vec()));
}

#[test]
fn kinds_are_told_apart() {
    let mut tar = Vec::new();
    for kind in [b'1', b'2', b'3', b'4', b'5', b'6', b'7'] {
        tar.extend(header(kind, b"m/x", 0));
    }
    tar.extend(header(0, b"m/x/", 0));
    let kinds: Vec<Kind> = read(&tar).unwrap().into_iter().map(|found| found.1).collect();
    let device = Kind::Device;
    let expected =
        [Kind::HardLink, Kind::SymbolicLink, device, device, Kind::Folder, device, Kind::Other, Kind::Folder];
    assert_eq!(kinds, expected);
}

#[test]
fn broken_archives_end_in_an_error() {
    let tar = archive(&[("m/a", b"0123456789")]);
    assert!(matches!(read(&tar[..515]), Err(TarError::UnexpectedEnd)));
    assert!(matches!(read(&tar[..300]), Err(TarError::UnexpectedEnd)));
    let mut wrong_sum = tar.clone();
    wrong_sum[0] ^= 1;
    assert!(matches!(read(&wrong_sum), Err(TarError::Header)));
    let mut wrong_size = header(b'0', b"m/a", 0);
    wrong_size[124] = b'9';
    assert!(matches!(read(&wrong_size), Err(TarError::Header)));
    let mut records = header(b'x', b"m/a", 5);
    records.extend(padded(b"9 a=b"));
    assert!(matches!(read(&records), Err(TarError::Header)));
    for (field, number) in [(header::USER, b"9"), (header::TIME, b"x"), (header::DEVICE_MINOR, b"-")] {
        let mut block = Block::ustar(b'0');
        block.set_bytes(field, number);
        block.seal();
        assert!(matches!(read(&block.bytes), Err(TarError::Header)), "{field:?}");
    }
    let huge = header(b'x', b"m/a", 2 << 20);
    assert!(matches!(read(&huge), Err(TarError::Header)));
}

/// An entry whose size is said by its header's raw field, or by a record.
fn sized(field: &[u8], record: Option<&str>) -> Vec<u8> {
    let mut tar = Vec::new();
    if let Some(size) = record {
        let record = pax::record("size", size);
        tar.extend(entry(b'x', "m/a", record.as_bytes()));
    }
    let mut block = Block::ustar(b'0');
    block.set_bytes(header::NAME, b"m/a");
    block.set_bytes(header::SIZE, field);
    block.seal();
    tar.extend(block.bytes);
    tar.extend(padded(b"data"));
    tar
}

#[test]
fn sizes_are_octal_or_base_256_and_never_negative() {
    for (tar, size) in [
        (sized(b"00000000004\0", None), Some(4)),
        (sized(b"  4 ", None), Some(4)),
        (sized(b"\x80\0\0\0\0\0\0\0\0\0\0\x04", None), Some(4)),
        (sized(b"\x80\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff", None), Some(i64::MAX as u64)),
        (sized(b"\x80\0\0\0\x80\0\0\0\0\0\0\0", None), None),
        (sized(&[0xff; 12], None), None),
        (sized(b"-0000000004\0", None), None),
        (sized(b"00000000009\0", None), None),
        (sized(b"0", Some("4")), Some(4)),
        (sized(b"0", Some("9223372036854775807")), Some(i64::MAX as u64)),
        (sized(b"0", Some("9223372036854775808")), None),
        (sized(b"0", Some("-4")), None),
        (sized(b"0", Some("4 ")), None),
    ] {
        let found = Reader::new(tar.as_slice()).next_entry().ok().flatten().map(|entry| entry.size);
        assert_eq!(found, size, "{}", tar[..2 * BLOCK].escape_ascii());
    }
}

#[test]
fn records_that_nobody_asks_for_must_be_readable() {
    for (key, value, taken) in [
        ("uid", "1", true),
        ("uid", "", true),
        ("uid", "+5", true),
        ("gid", "-9223372036854775808", true),
        ("uid", "9223372036854775808", false),
        ("gid", "x", false),
        ("uid", "1_0", false),
        ("mtime", "1.5", true),
        ("mtime", "-1.", true),
        ("atime", "1.0000000000000000001", true),
        ("ctime", "1.-5", false),
        ("mtime", ".5", false),
        ("atime", "1.2.3", false),
        ("mtime", &"1".repeat(1000), false),
        ("uname", "x", true),
        ("SCHILY.dev", "x", true),
    ] {
        let with_record = |kind| {
            let record = entry(kind, "m/a", pax::record(key, value).as_bytes());
            read(&[record, entry(b'0', "m/a", b"x")].concat())
        };
        assert_eq!(with_record(b'x').is_ok(), taken, "{key}={value}");
        assert!(with_record(b'g').is_ok(), "{key}={value}");
    }
}

#[test]
fn shared_data_has_no_mark() {
    for (data, kept) in [("", ""), ("a", "a"), ("\u{feff}", ""), ("\u{feff}abc", "abc"), ("abcdef", "abcdef")] {
        let tar = archive(&[("m/a", data.as_bytes()), ("m/b", b"b")]);
        let mut reader = Reader::new(tar.as_slice());
        reader.next_entry().unwrap();
        assert_eq!(&*reader.shared_data("\u{feff}".as_bytes()).unwrap(), kept.as_bytes());
        assert_eq!(reader.next_entry().unwrap().unwrap().name, "m/b");
    }
    let tar = archive(&[("m/a", b"0123456789")]);
    let mut cut = Reader::new(&tar[..515]);
    cut.next_entry().unwrap();
    assert!(matches!(cut.shared_data(b"x"), Err(TarError::UnexpectedEnd)));
}

#[test]
fn files_that_some_take_for_folders_are_told_apart() {
    let kind_of = |kind: u8, name: &[u8]| {
        let mut block = Block::ustar(kind);
        block.set_bytes(header::NAME, name);
        block.set_octal(header::MODE, 0o40_755);
        block.seal();
        read(&block.bytes).unwrap()[0].1
    };
    assert_eq!(kind_of(b'5', b"m/"), Kind::Folder);
    assert_eq!(kind_of(0, b"m/"), Kind::Folder);
    assert_eq!(kind_of(b'0', b"m/a"), Kind::FolderByMode);
}

#[test]
fn a_missing_end_is_no_error() {
    let tar = archive(&[("m/a", b"x")]);
    assert_eq!(read(&tar[..513]).unwrap().len(), 1);
    assert_eq!(read(&tar[..2 * BLOCK]).unwrap().len(), 1);
    assert_eq!(read(&tar[..3 * BLOCK]).unwrap().len(), 1);
}
