//! Writing archives exactly as Go's `archive/tar` does for Helm: plain files, mode 0644, no owner
//! (Go: `archive/tar/writer.go`; Helm: `save.go`, `writeToTar`).

use super::header::{Block, DEVICE_MAJOR, DEVICE_MINOR, GROUP, MODE, NAME, PREFIX, SIZE, TIME, USER, fits_octal};
use super::{BLOCK, pax};

/// Mode of every file.
const FILE_MODE: u64 = 0o644;
/// Octal digits of the size and time fields.
const LONG_DIGITS: usize = TIME.1 - 1;

/// An archive in memory.
pub(crate) struct Writer {
    out: Vec<u8>,
    /// Unix time of every file, in seconds.
    time: u64,
}

impl Writer {
    /// An empty archive whose files all have this Unix time.
    pub(crate) fn new(time: u64) -> Self {
        Self { out: Vec::new(), time }
    }

    /// Adds a file. The path must not hold a NUL.
    pub(crate) fn file(&mut self, path: &str, data: &[u8]) {
        let plain_time = fits_octal(LONG_DIGITS, self.time);
        match split_path(path) {
            Some((prefix, name)) if plain_time => self.ustar(prefix, name, data),
            _ => self.extended(path, data),
        }
    }

    /// The archive with its end: two zero blocks and no further padding.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        self.out.extend_from_slice(&[0; 2 * BLOCK]);
        self.out
    }

    fn ustar(&mut self, prefix: &str, name: &str, data: &[u8]) {
        let mut block = self.file_header(name.as_bytes(), data.len());
        block.set_bytes(PREFIX, prefix.as_bytes());
        self.push(block, data);
    }

    /// A file whose time or path needs PAX records.
    fn extended(&mut self, path: &str, data: &[u8]) {
        let mut records = String::new();
        if !fits_octal(LONG_DIGITS, self.time) {
            records.push_str(&pax::record("mtime", &self.time.to_string()));
        }
        if !path.is_ascii() || path.len() > NAME.1 {
            records.push_str(&pax::record("path", path));
        }
        self.records(path, records.as_bytes());
        let name = ascii(path);
        let block = self.file_header(without_final_slash(&name), data.len());
        self.push(block, data);
    }

    /// The extended header itself: `<folder>/PaxHeaders.0/<name>`, numbers 0, no device numbers.
    fn records(&mut self, path: &str, records: &[u8]) {
        let name = match path.rsplit_once('/') {
            Some((folder, name)) => format!("{folder}/PaxHeaders.0/{name}"),
            None => format!("PaxHeaders.0/{path}"),
        };
        let name = ascii(&name);
        let name = name.get(..NAME.1).unwrap_or(&name).trim_end_matches('/');
        let mut block = Block::ustar(b'x');
        block.set_bytes(NAME, name.as_bytes());
        for field in [MODE, USER, GROUP, TIME] {
            block.set_octal(field, 0);
        }
        block.set_octal(SIZE, records.len() as u64);
        self.push(block, records);
    }

    fn file_header(&self, name: &[u8], size: usize) -> Block {
        let mut block = Block::ustar(b'0');
        block.set_bytes(NAME, name);
        block.set_octal(MODE, FILE_MODE);
        for field in [USER, GROUP, DEVICE_MAJOR, DEVICE_MINOR] {
            block.set_octal(field, 0);
        }
        block.set_octal(SIZE, size as u64);
        block.set_octal(TIME, self.time);
        block
    }

    fn push(&mut self, mut block: Block, data: &[u8]) {
        block.seal();
        self.out.extend_from_slice(&block.bytes);
        self.out.extend_from_slice(data);
        let padding = (BLOCK - data.len() % BLOCK) % BLOCK;
        self.out.resize(self.out.len() + padding, 0);
    }
}

/// Prefix and name as USTAR holds them; `None` when the path is too long or not ASCII.
fn split_path(path: &str) -> Option<(&str, &str)> {
    if !path.is_ascii() {
        return None;
    }
    if path.len() <= NAME.1 {
        return Some(("", path));
    }
    let searched = path.get(..PREFIX.1 + 1).unwrap_or(path);
    let slash = searched.rfind('/').filter(|slash| *slash > 0)?;
    let (prefix, name) = (path.get(..slash)?, path.get(slash + 1..)?);
    let fits = !name.is_empty() && name.len() <= NAME.1 && prefix.len() <= PREFIX.1;
    fits.then_some((prefix, name))
}

/// The text without anything that is not ASCII.
fn ascii(text: &str) -> String {
    text.chars().filter(char::is_ascii).collect()
}

/// What fits into the name field, not ending in a slash if something was cut off: readers
/// would take it for a folder.
fn without_final_slash(name: &str) -> &[u8] {
    match name.get(..NAME.1) {
        Some(cut) if name.len() > NAME.1 && cut.ends_with('/') => cut.trim_end_matches('/').as_bytes(),
        Some(cut) => cut.as_bytes(),
        None => name.as_bytes(),
    }
}
