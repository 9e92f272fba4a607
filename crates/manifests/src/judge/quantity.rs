//! Quantities: `100m`, `1.5Gi`, `1e3` (apimachinery: `pkg/api/resource/quantity.go` and `suffix.go`).

/// A text that is none of the form.
const FORM: &str = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
/// Whose suffix is none.
const SUFFIX: &str = "unable to parse quantity's suffix";

/// Why a text is no quantity, in Kubernetes' words. White space around it does not matter.
pub(super) fn problem(text: &str) -> Option<&'static str> {
    let text = text.trim_matches([' ', '\t', '\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{a0}']);
    if text.is_empty() {
        return Some(FORM);
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let behind = without_digits(unsigned);
    let suffix = behind.strip_prefix('.').map_or(behind, without_digits);
    let letters = suffix.trim_start_matches(|letter| "eEinumkKMGTP".contains(letter));
    let exponent = letters.strip_prefix(['-', '+']).unwrap_or(letters);
    if !without_digits(exponent).is_empty() {
        return Some(FORM);
    }
    (!is_suffix(suffix)).then_some(SUFFIX)
}

fn without_digits(text: &str) -> &str {
    text.trim_start_matches(|digit: char| digit.is_ascii_digit())
}

fn is_suffix(suffix: &str) -> bool {
    let is_exponent = |digits: &str| digits.parse::<i64>().is_ok();
    match suffix {
        "" | "n" | "u" | "m" | "k" | "M" | "G" | "T" | "P" | "E" | "Ki" | "Mi" | "Gi" | "Ti" | "Pi" | "Ei" => true,
        _ => suffix.strip_prefix(['e', 'E']).is_some_and(is_exponent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers of apimachinery 0.37.2.
    #[test]
    fn quantities_are_kubernetes_own() {
        for good in [
            "0",
            "1",
            "-1",
            "+1",
            "100m",
            "1.5Gi",
            "1.",
            ".5",
            "1.G",
            "1e3",
            "1E3",
            "1e-3",
            "1E+3",
            "1E",
            "007",
            "00",
            " 5Mi ",
            "-",
            "+",
            ".",
            "1e9223372036854775807",
            "12345678901234567890123456789",
            "3k",
            "m",
            "Ki",
            "-.",
            ".Ki",
            "1e1000",
            "12345678901234567890123456789Ki",
        ] {
            assert_eq!(problem(good), None, "{good:?}");
        }
        for form in ["", "  ", "lots", "1,5", "1 Gi", "1.5.5", "..", "1E5m", "0x10", "1Gi1x", "1_000", "10GB", "1-1-1"]
        {
            assert_eq!(problem(form), Some(FORM), "{form:?}");
        }
        for suffix in
            ["1K", "1e", "1mi", "1ki", "1MM", "--1", "1e+", "1Kii", "1i", "5Mi5", "1e99999999999999999999", "1+1"]
        {
            assert_eq!(problem(suffix), Some(SUFFIX), "{suffix:?}");
        }
    }
}
