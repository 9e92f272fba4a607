//! White space as Go sees it.

/// Without Unicode white space at the start (`strings.TrimLeftFunc(text, unicode.IsSpace)`).
pub(crate) fn trim_start(text: &[u8]) -> &[u8] {
    let mut rest = text;
    while let Some(length) = space_at_start(rest) {
        rest = rest.get(length..).unwrap_or_default();
    }
    rest
}

/// Without Unicode white space at both ends (`strings.TrimSpace`).
pub(crate) fn trim(text: &[u8]) -> &[u8] {
    let mut rest = trim_start(text);
    while let Some(length) = space_at_end(rest) {
        rest = rest.get(..rest.len() - length).unwrap_or_default();
    }
    rest
}

fn space_at_start(text: &[u8]) -> Option<usize> {
    match text.first()? {
        b' ' | b'\t'..=b'\r' => Some(1),
        0x80.. => {
            let head = text.get(..text.len().min(4))?;
            let character = first_character(head)?;
            gostd::unicode::is_space(character).then(|| character.len_utf8())
        }
        _ => None,
    }
}

fn first_character(bytes: &[u8]) -> Option<char> {
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(bytes.get(..error.valid_up_to())?).ok()?,
    };
    valid.chars().next()
}

fn space_at_end(text: &[u8]) -> Option<usize> {
    match text.last()? {
        b' ' | b'\t'..=b'\r' => Some(1),
        0x80.. => (2..=3).find(|length| {
            let tail = text.len().checked_sub(*length).and_then(|start| text.get(start..)).unwrap_or_default();
            let tail = std::str::from_utf8(tail).unwrap_or_default();
            tail.chars().count() == 1 && tail.chars().all(gostd::unicode::is_space)
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{trim, trim_start};

    #[test]
    fn unicode_white_space_is_cut() {
        assert_eq!(trim("\u{a0}\u{2003} a é\u{85}\u{3000}\n".as_bytes()), "a é".as_bytes());
        assert_eq!(trim_start(b" \t\r\n\x0b\x0ca "), b"a ");
        assert_eq!(trim(b"\xffa\xff"), b"\xffa\xff");
        assert_eq!(trim(b" \n "), b"");
    }
}
