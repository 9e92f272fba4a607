//! JSON pointers (RFC 6901) and relative ones.

use super::fail;

pub(super) fn absolute(text: &str) -> Result<(), String> {
    if text.is_empty() {
        return Ok(());
    }
    let Some(tokens) = text.strip_prefix('/') else {
        return fail("not starting with /");
    };
    for token in tokens.split('/') {
        if token.split('~').skip(1).any(|after| !after.starts_with(['0', '1'])) {
            return fail("~ must be followed by 0 or 1");
        }
    }
    Ok(())
}

pub(super) fn relative(text: &str) -> Result<(), String> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return fail("must start with non-negative integer");
    }
    if digits > 1 && text.starts_with('0') {
        return fail("starts with zero");
    }
    match text.get(digits..) {
        Some("#") | None => Ok(()),
        Some(pointer) => absolute(pointer),
    }
}
