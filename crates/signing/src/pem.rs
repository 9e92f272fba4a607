//! PEM as Go's `encoding/pem` writes and reads it, strictly: keys and certificates.
//!
//! Source: RFC 7468; lines of 64 characters, no carriage returns.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const DASHES: &str = "-----";
const LINE: usize = 64;

/// One block of a file. Its content may be secret.
pub(crate) struct Block {
    /// What it says it is: `PUBLIC KEY`.
    pub(crate) label: String,
    /// Whether headers stand before the content, as in keys that OpenSSL encrypted in its oldest format.
    pub(crate) headers: bool,
    /// The content, decoded.
    pub(crate) content: Zeroizing<Vec<u8>>,
}

/// A block, without a carriage return anywhere. The caller wipes it if it is secret; no other copy stays in memory.
pub(crate) fn write(label: &str, content: &[u8]) -> String {
    let encoded = Zeroizing::new(STANDARD.encode(content));
    let frame = BEGIN.len() + END.len() + 2 * (label.len() + DASHES.len() + 1);
    let mut text = String::with_capacity(frame + encoded.len() + encoded.len().div_ceil(LINE));
    text.extend([BEGIN, label, DASHES, "\n"]);
    for line in encoded.as_bytes().chunks(LINE) {
        text.extend(line.iter().map(|byte| char::from(*byte)));
        text.push('\n');
    }
    text.extend([END, label, DASHES, "\n"]);
    text
}

/// All blocks of a text; what stands around them is a comment. A mark that says UTF-8, other line ends and indented lines
/// are as good (RFC 7468, section 2).
///
/// # Errors
/// A block that does not end, or whose content is not base64; never with a piece of it.
pub(crate) fn read(text: &[u8]) -> Result<Vec<Block>, String> {
    let text = std::str::from_utf8(text).map_err(|_| not_text(text).to_owned())?;
    let mut lines = text.trim_start_matches('\u{feff}').split(['\n', '\r']).map(str::trim);
    let mut blocks = Vec::new();
    while let Some(line) = lines.next() {
        let Some(rest) = line.strip_prefix(BEGIN) else { continue };
        // Anything else than a label could be the content.
        let label =
            rest.strip_suffix(DASHES).filter(|label| is_label(label)).ok_or("its PEM has lost its line breaks")?;
        blocks.push(block(label, &mut lines)?);
    }
    Ok(blocks)
}

/// Words of capital letters and digits.
fn is_label(label: &str) -> bool {
    let is_of_words = |one: u8| one.is_ascii_uppercase() || one.is_ascii_digit() || one == b' ';
    (1..=LINE).contains(&label.len()) && label.bytes().all(is_of_words)
}

/// What bytes are that are no text, as far as people meet them.
fn not_text(bytes: &[u8]) -> &'static str {
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "it is UTF-16, as PowerShell writes files; expected UTF-8",
        [0x30, ..] => "it is DER, expected PEM: `openssl pkey -inform DER` turns it into that",
        _ => "it is not text",
    }
}

fn block<'a>(label: &str, lines: &mut impl Iterator<Item = &'a str>) -> Result<Block, String> {
    let end = format!("{END}{label}{DASHES}");
    let mut encoded = Zeroizing::new(String::new());
    let mut headers = false;
    loop {
        let line = lines.next().ok_or_else(|| format!("the block of type {label:?} has no end"))?;
        if line == end {
            break;
        }
        if line.contains(':') {
            headers = true;
        } else if !headers || !line.is_empty() {
            encoded.push_str(line.trim());
        }
    }
    let content =
        STANDARD.decode(encoded.as_bytes()).or_else(|error| if headers { Ok(Vec::new()) } else { Err(error) });
    let content = content.map_err(|_| format!("the content of the block of type {label:?} is not base64"))?;
    Ok(Block { label: label.to_owned(), headers, content: Zeroizing::new(content) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let text = write("A KEY", &[5; 100]);
        assert!(text.lines().all(|line| line.len() <= 64));
        let blocks = read(format!("# mine\r\n{}\nand\n{text}", text.replace('\n', "\r\n")).as_bytes()).unwrap();
        assert_eq!(blocks.len(), 2);
        assert!(blocks.iter().all(|block| block.label == "A KEY" && *block.content == [5; 100] && !block.headers));
    }

    #[test]
    fn what_editors_and_variables_do_to_a_file_is_understood_or_named() {
        let text = write("A KEY", &[5; 100]);
        for other in [format!("\u{feff}{text}"), text.replace('\n', "\n  "), text.replace('\n', "\r")] {
            assert!(read(other.as_bytes()).is_ok_and(|blocks| blocks.len() == 1), "{other:?}");
        }
        for lost in [text.replace('\n', ""), text.replace('\n', " "), text.replace('\n', "\\n")] {
            assert_eq!(read(lost.as_bytes()).err().unwrap(), "its PEM has lost its line breaks");
        }
        assert!(read(b"\xff\xfe-\0").err().unwrap().contains("UTF-16"));
        assert!(read(b"\x30\x82\xff").err().unwrap().contains("DER"));
    }

    #[test]
    fn half_a_block_is_an_error_without_its_content() {
        let unfinished = read(b"-----BEGIN A KEY-----\nc2VjcmV0\n").err().unwrap();
        assert_eq!(unfinished, "the block of type \"A KEY\" has no end");
        let damaged = read(b"-----BEGIN A KEY-----\nc2V!cmV0\n-----END A KEY-----\n").err().unwrap();
        assert_eq!(damaged, "the content of the block of type \"A KEY\" is not base64");
    }
}
