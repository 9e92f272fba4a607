//! The 512 bytes before every file: fields, numbers, checksum (Go: `archive/tar/format.go`, `strconv.go`).

use super::BLOCK;

/// Where a field is: its offset and length.
pub(super) type Field = (usize, usize);

pub(super) const NAME: Field = (0, 100);
pub(super) const MODE: Field = (100, 8);
pub(super) const USER: Field = (108, 8);
pub(super) const GROUP: Field = (116, 8);
pub(super) const SIZE: Field = (124, 12);
pub(super) const TIME: Field = (136, 12);
const CHECKSUM: Field = (148, 8);
const TYPE: usize = 156;
const MAGIC: Field = (257, 8);
pub(super) const DEVICE_MAJOR: Field = (329, 8);
pub(super) const DEVICE_MINOR: Field = (337, 8);
pub(super) const PREFIX: Field = (345, 155);

/// The magic and version of USTAR.
const USTAR: &[u8] = b"ustar\x0000";
/// The magic and version of GNU tar.
const GNU: &[u8] = b"ustar  \0";

/// One header block.
#[derive(Clone)]
pub(super) struct Block {
    pub(super) bytes: [u8; BLOCK],
}

impl Block {
    /// A block of zeros.
    pub(super) fn empty() -> Self {
        Self { bytes: [0; BLOCK] }
    }

    /// A USTAR header for this kind of entry, all else unset.
    pub(super) fn ustar(kind: u8) -> Self {
        let mut block = Self::empty();
        block.bytes[TYPE] = kind;
        block.set_bytes(MAGIC, USTAR);
        block
    }

    pub(super) fn is_zero(&self) -> bool {
        self.bytes.iter().all(|byte| *byte == 0)
    }

    pub(super) fn kind(&self) -> u8 {
        self.bytes[TYPE]
    }

    /// Whether the name continues in the prefix field: USTAR and PAX have it, V7 and GNU don't.
    pub(super) fn has_prefix(&self) -> bool {
        self.field(MAGIC).starts_with(b"ustar\0")
    }

    /// The bytes of a field.
    pub(super) fn field(&self, (start, length): Field) -> &[u8] {
        self.bytes.get(start..start + length).unwrap_or_default()
    }

    /// A field's text: up to the first NUL.
    pub(super) fn text(&self, field: Field) -> &[u8] {
        let bytes = self.field(field);
        bytes.split(|byte| *byte == 0).next().unwrap_or_default()
    }

    /// A field's number, octal or base-256. `None` when it is neither or does not fit.
    pub(super) fn number(&self, field: Field) -> Option<i64> {
        let bytes = self.field(field);
        match bytes.first() {
            Some(first) if first & 0x80 != 0 => base_256(bytes),
            _ => octal(bytes),
        }
    }

    /// Whether all numbers are such: Go reads those that nobody asks for, too.
    pub(super) fn has_numbers(&self) -> bool {
        let is_number = |field: &Field| self.number(*field).is_some();
        let has_devices = self.has_prefix() || self.field(MAGIC) == GNU;
        [MODE, USER, GROUP, SIZE, TIME].iter().all(is_number)
            && (!has_devices || [DEVICE_MAJOR, DEVICE_MINOR].iter().all(is_number))
    }

    /// Writes a text, cut to the field's length.
    pub(super) fn set_bytes(&mut self, (start, length): Field, text: &[u8]) {
        let length = length.min(text.len());
        if let (Some(to), Some(from)) = (self.bytes.get_mut(start..start + length), text.get(..length)) {
            to.copy_from_slice(from);
        }
    }

    /// Writes a number as octal digits with leading zeros and a final NUL; 0 when it does not fit.
    pub(super) fn set_octal(&mut self, field: Field, number: u64) {
        let digits = field.1 - 1;
        let number = if fits_octal(digits, number) { number } else { 0 };
        self.set_bytes(field, format!("{number:0digits$o}\0").as_bytes());
    }

    /// Writes the checksum: six octal digits, NUL, space.
    pub(super) fn seal(&mut self) {
        let (unsigned, _) = self.checksums();
        self.set_bytes(CHECKSUM, format!("{unsigned:06o}\0 ").as_bytes());
    }

    /// Whether the stored checksum is one of the two that tar programs write.
    pub(super) fn is_sealed(&self) -> bool {
        let (unsigned, signed) = self.checksums();
        octal(self.field(CHECKSUM)).is_some_and(|stored| stored == unsigned || stored == signed)
    }

    /// The sums of the bytes, unsigned and signed, with spaces in the checksum's place.
    fn checksums(&self) -> (i64, i64) {
        let own = CHECKSUM.0..CHECKSUM.0 + CHECKSUM.1;
        let mut sums = (0, 0);
        for (index, byte) in self.bytes.iter().enumerate() {
            let byte = if own.contains(&index) { b' ' } else { *byte };
            sums.0 += i64::from(byte);
            sums.1 += i64::from(i8::from_le_bytes([byte]));
        }
        sums
    }
}

/// Whether a number has at most so many octal digits.
pub(super) fn fits_octal(digits: usize, number: u64) -> bool {
    digits * 3 >= 64 || number < (1 << (digits * 3))
}

/// Octal digits between spaces and NULs; nothing at all is 0.
fn octal(bytes: &[u8]) -> Option<i64> {
    let is_padding = |byte: &u8| matches!(*byte, b' ' | 0);
    let start = bytes.iter().position(|byte| !is_padding(byte));
    let Some(rest) = start.and_then(|start| bytes.get(start..)) else {
        return Some(0);
    };
    let end = rest.iter().rposition(|byte| !is_padding(byte)).map_or(0, |last| last + 1);
    let digits = rest.get(..end)?.split(|byte| *byte == 0).next()?;
    let mut number: i64 = 0;
    for digit in digits {
        if !(b'0'..=b'7').contains(digit) {
            return None;
        }
        number = number.checked_mul(8)?.checked_add(i64::from(digit - b'0'))?;
    }
    Some(number)
}

/// Two's complement, most significant byte first, the first bit only marking the format.
fn base_256(bytes: &[u8]) -> Option<i64> {
    let negative = bytes.first()? & 0x40 != 0;
    let mut number: i64 = if negative { -1 } else { 0 };
    for (index, byte) in bytes.iter().enumerate() {
        let byte = match (index, negative) {
            (0, true) => byte | 0x80,
            (0, false) => byte & 0x7f,
            _ => *byte,
        };
        number = number.checked_mul(256)?.checked_add(i64::from(byte))?;
    }
    Some(number)
}
