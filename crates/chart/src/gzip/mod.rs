//! Reading gzip, with Go's error texts. Writing is in [`deflate`].

mod deflate;

use std::io::{self, Read};

use flate2::bufread::{GzDecoder, MultiGzDecoder};

pub(crate) use deflate::compress;

/// Whether the bytes begin like gzip.
pub(crate) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1F\x8B\x08")
}

/// A gzip stream being unpacked: one member only, or as many as follow each other.
pub(crate) enum Gunzip<'a> {
    One(GzDecoder<&'a [u8]>),
    All(MultiGzDecoder<&'a [u8]>),
}

impl<'a> Gunzip<'a> {
    /// Reads a single member; what follows it is left in [`Gunzip::rest`].
    pub(crate) fn one(bytes: &'a [u8]) -> Self {
        Self::One(GzDecoder::new(bytes))
    }

    /// Reads all members as one stream, as Go's reader does.
    pub(crate) fn all(bytes: &'a [u8]) -> Self {
        Self::All(MultiGzDecoder::new(bytes))
    }

    /// The bytes that have not been read.
    pub(crate) fn rest(&self) -> &[u8] {
        match self {
            Self::One(decoder) => decoder.get_ref(),
            Self::All(decoder) => decoder.get_ref(),
        }
    }
}

impl Read for Gunzip<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::One(decoder) => decoder.read(buffer),
            Self::All(decoder) => decoder.read(buffer),
        }
    }
}

/// What Go's `compress/gzip` says to the same bytes.
pub(crate) fn error_text(error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::UnexpectedEof {
        return "unexpected EOF".to_owned();
    }
    let text = error.to_string();
    match text.as_str() {
        "invalid gzip header" => "gzip: invalid header".to_owned(),
        "corrupt gzip stream does not have a matching checksum" => "gzip: invalid checksum".to_owned(),
        "corrupt deflate stream" => "flate: corrupt input".to_owned(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_helms_to_the_byte() {
        let packed = compress(b"x").unwrap();
        assert_eq!(packed[..10], [0x1f, 0x8b, 8, 0x14, 0, 0, 0, 0, 0, 0xff]);
        assert_eq!(packed[10..12], [44, 0]);
        assert_eq!(&packed[12..16], b"rr\x28\x00");
        assert_eq!(&packed[16..56], b"aHR0cHM6Ly95b3V0dS5iZS96OVV6MWljandyTQo=");
        assert_eq!(&packed[56..61], b"Helm\0");
        let mut unpacked = Vec::new();
        Gunzip::one(&packed).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, b"x");
    }

    #[test]
    fn one_member_leaves_the_rest_alone() {
        let mut two = compress(b"a").unwrap();
        two.extend(compress(b"b").unwrap());
        let mut text = String::new();
        let mut one = Gunzip::one(&two);
        one.read_to_string(&mut text).unwrap();
        assert_eq!((text.as_str(), one.rest().len()), ("a", two.len() / 2));
        text.clear();
        Gunzip::all(&two).read_to_string(&mut text).unwrap();
        assert_eq!(text, "ab");
    }

    #[test]
    fn errors_read_like_gos() {
        let message = |bytes: &[u8]| {
            let error = Gunzip::all(bytes).read_to_end(&mut Vec::new()).unwrap_err();
            error_text(&error)
        };
        assert_eq!(message(b"abc"), "unexpected EOF");
        assert_eq!(message(b"abcdefghijkl"), "gzip: invalid header");
        let mut packed = compress(b"some text").unwrap();
        let length = packed.len();
        packed[length - 8] ^= 1;
        assert_eq!(message(&packed), "gzip: invalid checksum");
        assert_eq!(message(&packed[..length - 4]), "unexpected EOF");
    }
}
