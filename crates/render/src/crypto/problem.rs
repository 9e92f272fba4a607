//! What Go's `encoding/asn1` says of bytes that are not what was expected.

/// The problem of something that should be a sequence for this Go type and is not, or has too few parts.
pub(super) fn problem(der: &[u8], type_name: &str) -> String {
    let [tag, length, rest @ ..] = der else {
        return match der {
            [] => "asn1: syntax error: sequence truncated".to_owned(),
            _ => "asn1: syntax error: truncated tag or length".to_owned(),
        };
    };
    let (length, header) = match length {
        short @ 0..=0x7f => (usize::from(*short), 2),
        0x80 => return "asn1: syntax error: indefinite length found (not DER)".to_owned(),
        0x85.. => return "asn1: structure error: length too large".to_owned(),
        long => {
            let count = usize::from(long & 0x7f);
            let Some(digits) = rest.get(..count) else {
                return "asn1: syntax error: truncated tag or length".to_owned();
            };
            let length = digits.iter().fold(0, |length, digit| (length << 8) | usize::from(*digit));
            match digits.first() {
                Some(0) => return "asn1: structure error: superfluous leading zeros in length".to_owned(),
                _ if length < 0x80 => return "asn1: structure error: non-minimal length".to_owned(),
                _ => (length, 2 + count),
            }
        }
    };
    if *tag != 0x30 {
        let (class, number, is_compound) = (tag >> 6, tag & 0x1f, tag & 0x20 != 0);
        return format!(
            "asn1: structure error: tags don't match (16 vs {{class:{class} tag:{number} length:{length} \
             isCompound:{is_compound}}}) {{optional:false explicit:false application:false private:false \
             defaultValue:<nil> tag:<nil> stringType:0 timeType:0 set:false omitEmpty:false}} {type_name} @{header}"
        );
    }
    if der.len() - header < length {
        return "asn1: syntax error: data truncated".to_owned();
    }
    "asn1: syntax error: sequence truncated".to_owned()
}
