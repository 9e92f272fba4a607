//! Truth in texts.

use super::error::{NumberError, NumberErrorReason};

/// Reads `1 t T true TRUE True` and `0 f F false FALSE False` (`strconv.ParseBool`).
///
/// # Errors
/// Any other text.
pub fn parse_bool(text: &[u8]) -> Result<bool, NumberError<bool>> {
    match text {
        b"1" | b"t" | b"T" | b"true" | b"TRUE" | b"True" => Ok(true),
        b"0" | b"f" | b"F" | b"false" | b"FALSE" | b"False" => Ok(false),
        _ => Err(NumberError::new("ParseBool", text, NumberErrorReason::Syntax, false)),
    }
}
