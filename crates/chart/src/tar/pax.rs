//! PAX records: `<length> <key>=<value>\n`, the length counting itself.

use std::collections::BTreeMap;

/// One record as text.
pub(super) fn record(key: &str, value: &str) -> String {
    let rest = key.len() + value.len() + 3;
    let mut size = rest + digits(rest);
    if rest + digits(size) != size {
        size = rest + digits(size);
    }
    format!("{size} {key}={value}\n")
}

fn digits(number: usize) -> usize {
    number.checked_ilog10().map_or(1, |log| log as usize + 1)
}

/// All records of an extended header, the last of equal keys winning. `None` when one is malformed.
pub(super) fn parse(mut data: &[u8]) -> Option<BTreeMap<Vec<u8>, Vec<u8>>> {
    let mut records = BTreeMap::new();
    while !data.is_empty() {
        let space = data.iter().position(|byte| *byte == b' ')?;
        let length: usize = std::str::from_utf8(data.get(..space)?).ok()?.parse().ok()?;
        let (record, rest) = data.split_at_checked(length)?;
        let (newline, record) = record.get(space + 1..)?.split_last()?;
        let equals = record.iter().position(|byte| *byte == b'=')?;
        let (key, value) = (record.get(..equals)?, record.get(equals + 1..)?);
        let is_text = matches!(key, b"path" | b"linkpath" | b"uname" | b"gname");
        let has_nul = if is_text { value.contains(&0) } else { key.contains(&0) };
        if *newline != b'\n' || key.is_empty() || has_nul {
            return None;
        }
        records.insert(key.to_vec(), value.to_vec());
        data = rest;
    }
    Some(records)
}

/// Whether the values of records are what their keys say: Go reads those that nobody asks for, too (Go:
/// `archive/tar/reader.go`, `mergePAX`). Empty ones change nothing.
pub(super) fn are_readable(records: &BTreeMap<Vec<u8>, Vec<u8>>) -> bool {
    records.iter().filter(|(_, value)| !value.is_empty()).all(|(key, value)| match key.as_slice() {
        b"uid" | b"gid" | b"size" => number(value).is_some(),
        b"atime" | b"mtime" | b"ctime" => is_time(value),
        _ => true,
    })
}

/// A number within Go's `int64`.
pub(super) fn number(text: &[u8]) -> Option<i64> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// Seconds, and maybe digits behind a point.
fn is_time(text: &[u8]) -> bool {
    let mut parts = text.splitn(2, |byte| *byte == b'.');
    let seconds = parts.next().unwrap_or_default();
    let fraction = parts.next().unwrap_or_default();
    number(seconds).is_some() && fraction.iter().all(u8::is_ascii_digit)
}
