//! As much of DER (X.690) as timestamps need: writing short values, and walking through read ones.

/// SEQUENCE.
pub(crate) const SEQUENCE: u8 = 0x30;
/// INTEGER.
pub(crate) const INTEGER: u8 = 0x02;
/// BOOLEAN.
pub(crate) const BOOLEAN: u8 = 0x01;
/// OCTET STRING.
pub(crate) const OCTET_STRING: u8 = 0x04;
/// OBJECT IDENTIFIER.
pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
/// The first context-specific constructed tag, `[0]`.
pub(crate) const CONTEXT_0: u8 = 0xa0;

/// A value of less than 128 bytes with its tag and length; `None` for a longer one.
pub(crate) fn short(tag: u8, content: &[u8]) -> Option<Vec<u8>> {
    let length = u8::try_from(content.len()).ok().filter(|length| *length < 0x80)?;
    Some([&[tag, length], content].concat())
}

/// Walks through the values of a constructed one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Values<'a>(&'a [u8]);

impl<'a> Values<'a> {
    /// The values in these bytes.
    pub(crate) fn of(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The next value: tag and content. `None` at the end, and for what is not DER.
    pub(crate) fn any(&mut self) -> Option<(u8, &'a [u8])> {
        let (&[tag, first], rest) = self.0.split_first_chunk::<2>()?;
        let (length, rest) = match first {
            0..=0x7f => (usize::from(first), rest),
            0x81..=0x84 => {
                let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
                (digits.iter().fold(0_usize, |sum, digit| (sum << 8) | usize::from(*digit)), rest)
            }
            _ => return None,
        };
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some((tag, content))
    }

    /// The content of the next value, if it has this tag.
    pub(crate) fn next(&mut self, tag: u8) -> Option<&'a [u8]> {
        self.any().filter(|(found, _)| *found == tag).map(|(_, content)| content)
    }

    /// The values within the next value, if it has this tag.
    pub(crate) fn within(&mut self, tag: u8) -> Option<Self> {
        self.next(tag).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_both_forms_are_read_and_broken_ones_end_the_walk() {
        let long = [&[OCTET_STRING, 0x82, 0x01, 0x00], &[7; 256][..]].concat();
        assert_eq!(Values::of(&long).next(OCTET_STRING).map(<[u8]>::len), Some(256));
        assert_eq!(Values::of(&short(INTEGER, &[1]).unwrap()).next(INTEGER), Some(&[1][..]));
        for broken in [
            &[][..],
            &[0x30],
            &[0x30, 0x80],
            &[0x30, 5, 1],
            &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff],
            &[4, 0x85, 0, 0, 0, 0, 0],
        ] {
            assert_eq!(Values::of(broken).any(), None, "{broken:?}");
        }
        assert_eq!(short(OCTET_STRING, &[0; 128]), None);
    }
}
