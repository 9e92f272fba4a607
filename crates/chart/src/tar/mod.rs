//! The tar format, as far as chart archives use it: USTAR with PAX records when writing; GNU long
//! names too when reading. Limits and texts follow Go's `archive/tar`.

mod header;
mod pax;
mod reader;
mod writer;

#[cfg(test)]
pub(crate) mod tests;

pub(crate) use reader::{Entry, Kind, Reader, TarError};
pub(crate) use writer::Writer;

/// Size of every block of an archive.
const BLOCK: usize = 512;
/// Longest data of a PAX header or GNU long name (Go: `maxSpecialFileSize`).
const MAX_SPECIAL_BYTES: u64 = 1 << 20;
