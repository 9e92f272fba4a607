//! Byte ranges: of blobs that are read (RFC 9110, section 14) and of chunks that are written.

/// The part of a blob that a `Range` header asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// All of it: no header, or one that may be ignored (other units, several ranges, not understood).
    Whole,
    /// From `first` to `last`, both included and inside the blob.
    Part { first: u64, last: u64 },
    /// Nothing of it is in the blob, or the end is before the start.
    Nothing,
}

/// Reads a `Range` header against a blob of `size` bytes.
pub(crate) fn wanted(header: Option<&str>, size: u64) -> Wanted {
    let spec = header.and_then(|header| header.trim().strip_prefix("bytes="));
    let Some((first, last)) = spec.and_then(|spec| spec.split_once('-')) else { return Wanted::Whole };
    match (number(first), number(last)) {
        (None, Some(length)) if first.is_empty() => suffix(length, size),
        (Some(first), None) if last.is_empty() => part(first, u64::MAX, size),
        (Some(first), Some(last)) => part(first, last, size),
        _ => Wanted::Whole,
    }
}

fn suffix(length: u64, size: u64) -> Wanted {
    let first = size.saturating_sub(length);
    part(first, u64::MAX, size)
}

fn part(first: u64, last: u64, size: u64) -> Wanted {
    if first >= size || last < first {
        return Wanted::Nothing;
    }
    Wanted::Part { first, last: last.min(size - 1) }
}

/// Reads the `Content-Range` of a chunk: `first-last`, both included (distribution-spec, "Pushing a blob in
/// chunks"). `None` when it is not of that form.
pub(crate) fn chunk(header: &str) -> Option<(u64, u64)> {
    let (first, last) = header.split_once('-')?;
    let (first, last) = (number(first)?, number(last)?);
    (first <= last && last < u64::MAX).then_some((first, last))
}

/// Digits only; more than fit count as the largest number.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_a_blob_of_2048_bytes() {
        let cases = [
            ("bytes=500-1499", Wanted::Part { first: 500, last: 1499 }),
            ("bytes=500-", Wanted::Part { first: 500, last: 2047 }),
            ("bytes=-500", Wanted::Part { first: 1548, last: 2047 }),
            ("bytes=-5000", Wanted::Part { first: 0, last: 2047 }),
            ("bytes=2000-5000", Wanted::Part { first: 2000, last: 2047 }),
            ("bytes=2047-99999999999999999999999", Wanted::Part { first: 2047, last: 2047 }),
            ("bytes=500-0", Wanted::Nothing),
            ("bytes=2048-", Wanted::Nothing),
            ("bytes=-0", Wanted::Nothing),
            ("bytes=5000-10000", Wanted::Nothing),
            ("bytes=-", Wanted::Whole),
            ("bytes=0-1,5-6", Wanted::Whole),
            ("bytes=+1-2", Wanted::Whole),
            ("lines=1-2", Wanted::Whole),
        ];
        for (header, expected) in cases {
            assert_eq!(wanted(Some(header), 2048), expected, "{header}");
        }
        assert_eq!(wanted(None, 2048), Wanted::Whole);
        assert_eq!(wanted(Some("bytes=0-"), 0), Wanted::Nothing);
    }

    #[test]
    fn chunks_have_one_form() {
        assert_eq!(chunk("0-1023"), Some((0, 1023)));
        assert_eq!(chunk("7-7"), Some((7, 7)));
        for wrong in
            ["", "-", "0-", "-5", "5-4", "bytes 0-5/6", "bytes=0-5", "0-5/6", "0 - 5", "0-99999999999999999999"]
        {
            assert_eq!(chunk(wrong), None, "{wrong}");
        }
    }
}
