//! Reading entries one after the other, from a stream and with bounded memory (Go: `archive/tar/reader.go`).

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::iter;
use std::sync::Arc;

use super::header::{Block, MODE, NAME, PREFIX, SIZE, TIME};
use super::{BLOCK, MAX_SPECIAL_BYTES, pax};

/// The bit of a mode that says folder.
const MODE_FOLDER: i64 = 0o40000;

/// Why an archive can't be read.
#[derive(Debug)]
pub(crate) enum TarError {
    /// It ends too early.
    UnexpectedEnd,
    /// A header is not one.
    Header,
    /// GNU sparse files have no place in a chart.
    Sparse,
    /// A name that is not UTF-8.
    NotText,
    /// The stream below failed.
    Stream(io::Error),
}

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    File,
    Folder,
    /// A folder by its mode, which is Go's way to tell, and a file by its type, which is everybody else's.
    FolderByMode,
    /// A global PAX header: nothing in the chart. Its name is a record that would rename or resize what follows if
    /// it were obeyed, as it is by other readers than Go's, or empty.
    Global,
    SymbolicLink,
    HardLink,
    /// Character device, block device or pipe.
    Device,
    /// A type that readers treat as a regular file.
    Other,
}

/// One entry's header.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) size: u64,
    pub(crate) kind: Kind,
    /// When the file was changed, Unix seconds; none before 1970 and where there is no number.
    pub(crate) time: Option<u64>,
}

/// Entries of a tar stream.
pub(crate) struct Reader<R> {
    stream: R,
    /// Data of the current entry that have not been read.
    remaining: u64,
    /// Bytes after them up to the next block.
    padding: u64,
}

/// What the headers before an entry say about it.
#[derive(Default)]
struct Extended {
    records: BTreeMap<Vec<u8>, Vec<u8>>,
    long_name: Option<Vec<u8>>,
}

impl<R: Read> Reader<R> {
    pub(crate) fn new(stream: R) -> Self {
        Self { stream, remaining: 0, padding: 0 }
    }

    /// The stream, to look at what follows the archive.
    pub(crate) fn stream_mut(&mut self) -> &mut R {
        &mut self.stream
    }

    /// The next entry; `None` at the end of the archive.
    pub(crate) fn next_entry(&mut self) -> Result<Option<Entry>, TarError> {
        let mut extended = Extended::default();
        loop {
            if !self.skip_entry()? {
                return Ok(None);
            }
            let Some(block) = self.header()? else {
                return Ok(None);
            };
            let size = block.number(SIZE).and_then(|size| u64::try_from(size).ok());
            let size = size.ok_or(TarError::Header)?;
            match block.kind() {
                b'x' => extended.records = self.records(size)?,
                b'L' => extended.long_name = Some(until_nul(self.special(size)?)),
                b'K' => drop(self.special(size)?),
                b'g' => {
                    let name = changing_record(&self.records(size)?);
                    return Ok(Some(Entry { name, size: 0, kind: Kind::Global, time: None }));
                }
                b'S' => return Err(TarError::Sparse),
                _ => return self.entry(&block, size, extended).map(Some),
            }
        }
    }

    /// The current entry's data. The caller has compared the entry's size with its limit.
    pub(crate) fn data(&mut self) -> Result<Vec<u8>, TarError> {
        let mut data = Vec::new();
        let wanted = self.remaining;
        let count = (&mut self.stream).take(wanted).read_to_end(&mut data);
        let count = count.map_err(TarError::Stream)? as u64;
        self.remaining = wanted.saturating_sub(count);
        if self.remaining > 0 {
            return Err(TarError::UnexpectedEnd);
        }
        Ok(data)
    }

    /// The bytes of the current entry's data that have not been read.
    pub(crate) fn remaining(&self) -> u64 {
        self.remaining
    }

    /// As [`Self::data`], without a mark in front, and in one piece of memory that is as large as the data.
    pub(crate) fn shared_data(&mut self, mark: &[u8]) -> Result<Arc<[u8]>, TarError> {
        let mut beginning = vec![0; mark.len().min(usize::try_from(self.remaining).unwrap_or(usize::MAX))];
        self.read_exact(&mut beginning)?;
        if beginning == mark {
            beginning.clear();
        }
        let left = usize::try_from(self.remaining).map_err(|_| TarError::Header)?;
        let mut data: Arc<[u8]> = iter::repeat_n(0, beginning.len() + left).collect();
        // Nobody else has it yet.
        if let Some((start, rest)) = Arc::get_mut(&mut data).and_then(|data| data.split_at_mut_checked(beginning.len()))
        {
            start.copy_from_slice(&beginning);
            self.read_exact(rest)?;
        }
        Ok(data)
    }

    fn read_exact(&mut self, buffer: &mut [u8]) -> Result<(), TarError> {
        let mut done = 0;
        while let Some(rest) = buffer.get_mut(done..).filter(|rest| !rest.is_empty()) {
            match self.stream.read(rest) {
                Ok(0) => return Err(TarError::UnexpectedEnd),
                Ok(count) => {
                    done += count;
                    self.remaining = self.remaining.saturating_sub(count as u64);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(TarError::Stream(error)),
            }
        }
        Ok(())
    }

    fn entry(&mut self, block: &Block, size: u64, extended: Extended) -> Result<Entry, TarError> {
        if extended.records.keys().any(|key| key.starts_with(b"GNU.sparse.")) {
            return Err(TarError::Sparse);
        }
        if !pax::are_readable(&extended.records) {
            return Err(TarError::Header);
        }
        let mode = block.number(MODE).ok_or(TarError::Header)?;
        let mut name = block.text(NAME).to_vec();
        let prefix = block.text(PREFIX);
        if block.has_prefix() && !prefix.is_empty() {
            name = [prefix, b"/", name.as_slice()].concat();
        }
        if let Some(path) = extended.records.get(b"path".as_slice()).filter(|path| !path.is_empty()) {
            name.clone_from(path);
        }
        if let Some(long_name) = extended.long_name.filter(|name| !name.is_empty()) {
            name = long_name;
        }
        let size = match extended.records.get(b"size".as_slice()).filter(|size| !size.is_empty()) {
            Some(text) => decimal(text).ok_or(TarError::Header)?,
            None => size,
        };
        let kind = kind(block.kind(), mode, &name);
        if has_data(block.kind(), &name) {
            self.expect(size);
        }
        let name = String::from_utf8(name).map_err(|_| TarError::NotText)?;
        let time = match extended.records.get(b"mtime".as_slice()).filter(|time| !time.is_empty()) {
            Some(text) => text.split(|byte| *byte == b'.').next().and_then(decimal),
            None => block.number(TIME).and_then(|time| u64::try_from(time).ok()),
        };
        Ok(Entry { name, size, kind, time })
    }

    fn expect(&mut self, size: u64) {
        let block = BLOCK as u64;
        self.remaining = size;
        self.padding = (block - size % block) % block;
    }

    /// Passes over what is left of the current entry; false when the stream ends in its padding.
    fn skip_entry(&mut self) -> Result<bool, TarError> {
        let left = self.remaining;
        let skipped = self.discard(left)?;
        self.remaining = 0;
        if skipped < left {
            return Err(TarError::UnexpectedEnd);
        }
        let padding = self.padding;
        self.padding = 0;
        Ok(self.discard(padding)? == padding)
    }

    fn discard(&mut self, count: u64) -> Result<u64, TarError> {
        io::copy(&mut (&mut self.stream).take(count), &mut io::sink()).map_err(TarError::Stream)
    }

    /// The next header; `None` after two zero blocks, or where the stream ends.
    fn header(&mut self) -> Result<Option<Block>, TarError> {
        let Some(block) = self.block()? else {
            return Ok(None);
        };
        if block.is_zero() {
            return match self.block()? {
                Some(second) if !second.is_zero() => Err(TarError::Header),
                _ => Ok(None),
            };
        }
        if block.is_sealed() && block.has_numbers() { Ok(Some(block)) } else { Err(TarError::Header) }
    }

    fn block(&mut self) -> Result<Option<Block>, TarError> {
        let mut bytes = Vec::with_capacity(BLOCK);
        let count = (&mut self.stream).take(BLOCK as u64).read_to_end(&mut bytes);
        match count.map_err(TarError::Stream)? {
            0 => Ok(None),
            BLOCK => {
                let mut block = Block::empty();
                block.bytes.copy_from_slice(&bytes);
                Ok(Some(block))
            }
            _ => Err(TarError::UnexpectedEnd),
        }
    }

    fn records(&mut self, size: u64) -> Result<BTreeMap<Vec<u8>, Vec<u8>>, TarError> {
        pax::parse(&self.special(size)?).ok_or(TarError::Header)
    }

    /// The data of an extended header.
    fn special(&mut self, size: u64) -> Result<Vec<u8>, TarError> {
        if size > MAX_SPECIAL_BYTES {
            return Err(TarError::Header);
        }
        self.expect(size);
        self.data()
    }
}

fn kind(type_flag: u8, mode: i64, name: &[u8]) -> Kind {
    let folder_by_mode = mode & !0o7777 == MODE_FOLDER;
    match type_flag {
        b'5' => Kind::Folder,
        0 if name.ends_with(b"/") => Kind::Folder,
        _ if folder_by_mode => Kind::FolderByMode,
        b'0' | 0 => Kind::File,
        b'1' => Kind::HardLink,
        b'2' => Kind::SymbolicLink,
        b'3' | b'4' | b'6' => Kind::Device,
        _ => Kind::Other,
    }
}

/// Whether data follow the header. For links, devices and folders the size has no meaning.
fn has_data(type_flag: u8, name: &[u8]) -> bool {
    let old_folder = type_flag == 0 && name.ends_with(b"/");
    !matches!(type_flag, b'1'..=b'6') && !old_folder
}

fn until_nul(mut name: Vec<u8>) -> Vec<u8> {
    if let Some(end) = name.iter().position(|byte| *byte == 0) {
        name.truncate(end);
    }
    name
}

/// A number within Go's `int64` that is not negative.
fn decimal(text: &[u8]) -> Option<u64> {
    u64::try_from(pax::number(text)?).ok()
}

fn changing_record(records: &BTreeMap<Vec<u8>, Vec<u8>>) -> String {
    let changes =
        |key: &&Vec<u8>| matches!(key.as_slice(), b"path" | b"linkpath" | b"size") || key.starts_with(b"GNU.sparse.");
    let key = records.keys().find(changes);
    key.map(|key| String::from_utf8_lossy(key).into_owned()).unwrap_or_default()
}
