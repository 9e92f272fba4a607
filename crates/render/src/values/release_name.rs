//! Names of releases (Helm: `pkg/chart/v2/util/validate_name.go`).

use std::fmt;

/// Bytes that a release name may have.
const MAX_LENGTH: usize = 53;

/// Why a text is not the name of a release. The texts are Helm's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameError {
    /// There is none.
    Missing,
    /// Too long, or not made of DNS labels.
    Invalid,
}

impl fmt::Display for NameError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => formatter.write_str("no name provided"),
            Self::Invalid => write!(
                formatter,
                "invalid release name, must match regex \
                 ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$ and the length must not be longer \
                 than {MAX_LENGTH}"
            ),
        }
    }
}

impl std::error::Error for NameError {}

/// Checks a release name.
///
/// # Errors
/// What is wrong with it. Helm puts `release name check failed: release name "…": ` in front.
pub fn check_release_name(name: &str) -> Result<(), NameError> {
    if name.is_empty() {
        return Err(NameError::Missing);
    }
    if name.len() > MAX_LENGTH || !name.split('.').all(is_label) {
        return Err(NameError::Invalid);
    }
    Ok(())
}

fn is_label(label: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = label.as_bytes();
    let ends = bytes.first().zip(bytes.last());
    ends.is_some_and(|(first, last)| plain(*first) && plain(*last))
        && label.bytes().all(|byte| plain(byte) || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_dns_labels() {
        for name in ["a", "a-b", "a.b-1.c", "0", &"x".repeat(53)] {
            assert_eq!(check_release_name(name), Ok(()), "{name}");
        }
        for name in ["A", "a_b", "-a", "a-", "a..b", ".a", "a.", "a.-b", "é", "a\n", &"x".repeat(54)] {
            assert_eq!(check_release_name(name), Err(NameError::Invalid), "{name}");
        }
        assert_eq!(check_release_name("").unwrap_err().to_string(), "no name provided");
    }
}
