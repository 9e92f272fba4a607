//! Reading DER.

use num_bigint::BigUint;

/// A value with its tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element<'a> {
    pub(super) tag: u8,
    pub(super) content: &'a [u8],
    /// With tag and length.
    pub(super) whole: &'a [u8],
}

/// Steps through values that follow each other.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    /// The next value. Tags of several bytes do not occur.
    pub(super) fn next(&mut self) -> Option<Element<'a>> {
        let [tag, first, rest @ ..] = self.0 else { return None };
        let (length, rest) = match *first {
            short @ 0..=0x7f => (usize::from(short), rest),
            long @ 0x81..=0x84 => {
                let (digits, rest) = rest.split_at_checked(usize::from(long & 0x7f))?;
                let length = digits.iter().fold(0, |length, digit| (length << 8) | usize::from(*digit));
                // Lengths are as short as can be.
                if digits.first() == Some(&0) || length < 0x80 {
                    return None;
                }
                (length, rest)
            }
            _ => return None,
        };
        let (content, after) = rest.split_at_checked(length)?;
        let whole = self.0.get(..self.0.len() - after.len())?;
        self.0 = after;
        Some(Element { tag: *tag, content, whole })
    }

    /// The next value if it has this tag.
    pub(super) fn tagged(&mut self, tag: u8) -> Option<&'a [u8]> {
        let mut ahead = *self;
        let element = ahead.next().filter(|element| element.tag == tag)?;
        *self = ahead;
        Some(element.content)
    }

    /// The parts of the next value if it is a sequence.
    pub(super) fn sequence(&mut self) -> Option<Self> {
        self.tagged(0x30).map(Reader)
    }

    /// The next value if it is an integer that is not negative.
    pub(super) fn integer(&mut self) -> Option<BigUint> {
        let bytes = self.tagged(2)?;
        let [first, rest @ ..] = bytes else { return None };
        let is_padded = *first == 0 && rest.first().is_some_and(|second| *second < 0x80);
        (*first < 0x80 && !is_padded).then(|| BigUint::from_bytes_be(bytes))
    }

    /// The bytes of the next value if it is a bit string of whole bytes.
    pub(super) fn bit_string(&mut self) -> Option<&'a [u8]> {
        self.tagged(3)?.strip_prefix(&[0])
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
