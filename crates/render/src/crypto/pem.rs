//! PEM as Go's `encoding/pem` has it.

use gostd::base64;

const START: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"\n-----END ";
const DASHES: &[u8] = b"-----";

/// A block: its type and what it holds.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// `CERTIFICATE`
    pub(crate) kind: Vec<u8>,
    /// The bytes.
    pub(crate) bytes: Vec<u8>,
}

/// Writes a block in lines of 64 characters.
pub(crate) fn encode(kind: &str, bytes: &[u8]) -> String {
    let text = base64::encode(bytes);
    let mut out = format!("-----BEGIN {kind}-----\n");
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(64));
        out.push_str(line);
        out.push('\n');
        rest = after;
    }
    out.push_str(&format!("-----END {kind}-----\n"));
    out
}

/// The first block in a text that is complete and well-formed; its headers are skipped.
pub(crate) fn decode(text: &[u8]) -> Option<Block> {
    let mut rest = text;
    loop {
        let end = find(rest, END)?;
        let after_end = rest.get(end + END.len()..)?;
        if let Some(block) = decode_one(rest.get(..=end)?, after_end) {
            return Some(block);
        }
        rest = after_end;
    }
}

/// `before` ends with the line break before the closing line, `after` is what follows that line's first word.
fn decode_one(before: &[u8], after: &[u8]) -> Option<Block> {
    let begin = find_last(before, START)?;
    if begin > 0 && before.get(begin - 1) != Some(&b'\n') {
        return None;
    }
    let (line, mut rest) = first_line(before.get(begin + START.len()..)?);
    let kind = line.strip_suffix(DASHES)?;
    loop {
        let (line, next) = first_line(rest);
        if !line.contains(&b':') {
            break;
        }
        rest = next;
    }
    let end = after.strip_prefix(kind)?.strip_prefix(DASHES)?;
    let (trailing, _) = first_line(end);
    if !trailing.is_empty() {
        return None;
    }
    let digits: Vec<u8> = rest.iter().copied().filter(|byte| !matches!(byte, b' ' | b'\t')).collect();
    let bytes = base64::decode(&digits).ok()?;
    Some(Block { kind: kind.to_vec(), bytes })
}

/// A line without white space at its end, and what follows it.
fn first_line(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| *byte == b'\n');
    let (line, rest) = text.split_at(end.unwrap_or(text.len()));
    let rest = rest.get(1..).unwrap_or_default();
    let mut line = if end.is_some() { line.strip_suffix(b"\r").unwrap_or(line) } else { line };
    while let [shorter @ .., b' ' | b'\t'] = line {
        line = shorter;
    }
    (line, rest)
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

fn find_last(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).rposition(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn blocks_are_read_back() {
        let bytes: Vec<u8> = (0..100).collect();
        let text = encode("SOME THING", &bytes);
        assert_eq!(text.lines().map(str::len).collect::<Vec<_>>(), [26, 64, 64, 8, 24]);
        for text in [text.clone(), format!("junk\n{text}junk"), text.replace('\n', "\r\n"), text.replace("\n", " \n")] {
            let block = decode(text.as_bytes()).unwrap();
            assert_eq!((block.kind.as_slice(), &block.bytes), (&b"SOME THING"[..], &bytes));
        }
        let headers = "-----BEGIN X-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES,00\n\nAQI=\n-----END X-----";
        assert_eq!(decode(headers.as_bytes()).unwrap().bytes, [1, 2]);
    }

    #[test]
    fn what_is_no_block() {
        for text in [
            "",
            "-----BEGIN X-----\nAQI=\n",
            "-----BEGIN X-----\nAQI=\n-----END Y-----\n",
            "-----BEGIN X-----\nAQI\n-----END X-----\n",
            "x-----BEGIN X-----\nAQI=\n-----END X-----\n",
            "-----BEGIN X-----\nAQI=\n-----END X-----y\n",
            "-----BEGIN X\nAQI=\n-----END X-----\n",
        ] {
            assert_eq!(decode(text.as_bytes()), None, "{text:?}");
        }
        let second = "-----BEGIN X-----\n!\n-----END X-----\n-----BEGIN X-----\nAQI=\n-----END X-----\n";
        assert_eq!(decode(second.as_bytes()).unwrap().bytes, [1, 2]);
    }
}
