//! `caBundle` (C9): certificates in PEM. Only an update of a definition that is served looks at it.

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";

/// What is wrong with the certificates: the server wants one at least that it can read. Of a certificate only the outer
/// frame is looked at here, not what it says.
pub(crate) fn problem(bundle: &[u8]) -> Option<String> {
    if bundle.is_empty() {
        return None;
    }
    let blocks = Blocks { rest: bundle };
    let mut rest_is_empty = false;
    let mut malformed = false;
    for block in blocks {
        rest_is_empty = block.rest.is_empty();
        if !block.is_certificate {
            continue;
        }
        if is_certificate(&block.content) {
            return None;
        }
        malformed = true;
        break;
    }
    let reason = if malformed {
        "failed to parse certificate: x509: malformed certificate"
    } else if rest_is_empty {
        "no valid certificate authority data seen"
    } else {
        "unable to parse bytes as PEM block"
    };
    Some(format!("unable to load root certificates: {reason}"))
}

struct Block<'a> {
    is_certificate: bool,
    content: Vec<u8>,
    rest: &'a [u8],
}

/// The blocks of a PEM text; what stands between them is skipped.
struct Blocks<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Blocks<'a> {
    type Item = Block<'a>;

    fn next(&mut self) -> Option<Block<'a>> {
        loop {
            let start = start_of_line(self.rest, BEGIN)?;
            let after = self.rest.get(start + BEGIN.len()..)?;
            match block(after) {
                Some(block) => {
                    self.rest = block.rest;
                    return Some(block);
                }
                None => self.rest = after,
            }
        }
    }
}

/// The block whose first line goes on with `text`.
fn block(text: &[u8]) -> Option<Block<'_>> {
    let (first, body) = line(text);
    let label = trim_end(first).strip_suffix(DASHES)?;
    let ending = [END, label, DASHES].concat();
    let end = start_of_line(body, &ending)?;
    let (tail, rest) = line(body.get(end + ending.len()..)?);
    if !trim_end(tail).is_empty() {
        return None;
    }
    let (has_headers, encoded) = without_headers(body.get(..end)?);
    let encoded: Vec<u8> = encoded.iter().copied().filter(|byte| !b" \t\r\n".contains(byte)).collect();
    let content = gostd::base64::decode(&encoded).ok()?;
    Some(Block { is_certificate: label == b"CERTIFICATE" && !has_headers, content, rest })
}

fn without_headers(mut body: &[u8]) -> (bool, &[u8]) {
    let mut has_headers = false;
    loop {
        let (first, rest) = line(body);
        if body.is_empty() || !first.contains(&b':') {
            return (has_headers, body);
        }
        has_headers = true;
        body = rest;
    }
}

/// The first line without its end, and what follows.
fn line(text: &[u8]) -> (&[u8], &[u8]) {
    match text.iter().position(|byte| *byte == b'\n') {
        Some(end) => (text.get(..end).unwrap_or_default(), text.get(end + 1..).unwrap_or_default()),
        None => (text, &[]),
    }
}

fn trim_end(line: &[u8]) -> &[u8] {
    let kept = line.iter().rposition(|byte| !b" \t\r".contains(byte)).map_or(0, |last| last + 1);
    line.get(..kept).unwrap_or_default()
}

/// Where a line begins with `wanted`.
fn start_of_line(text: &[u8], wanted: &[u8]) -> Option<usize> {
    let mut start = 0;
    loop {
        let rest = text.get(start..)?;
        if rest.starts_with(wanted) {
            return Some(start);
        }
        start += rest.iter().position(|byte| *byte == b'\n')? + 1;
    }
}

/// Whether this is one DER sequence of three sequences or strings: the statement, the algorithm, the signature.
fn is_certificate(bytes: &[u8]) -> bool {
    let Some((0x30, mut content, [])) = element(bytes) else { return false };
    for tag in [0x30, 0x30, 0x03] {
        match element(content) {
            Some((found, _, rest)) if found == tag => content = rest,
            _ => return false,
        }
    }
    content.is_empty()
}

/// Tag, content and what follows of the first element.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, rest) = bytes.split_first()?;
    let (first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(*first), rest),
        0x81..=0x84 => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            (digits.iter().fold(0_usize, |sum, digit| (sum << 8) | usize::from(*digit)), rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((*tag, content, rest))
}
