//! UUIDs that follow from content (RFC 9562, version 8: the bits are the maker's, here those of a SHA-256 digest).

use oci::Digest;

/// The UUID of a text.
pub(crate) fn of(content: &[u8]) -> String {
    let hex = Digest::of(content);
    let hex = hex.hex();
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!("{}-{}-8{}-a{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}

#[cfg(test)]
mod tests {
    #[test]
    fn uuids_have_version_and_variant() {
        assert_eq!(super::of(b""), "e3b0c442-98fc-8c14-aafb-f4c8996fb924");
    }
}
