//! Classes that have a name: `\d`, `[:alpha:]`, `\p{Greek}`.

use crate::unicode::{Ranges, category, script, script_names};

/// The set behind `d`, `s` or `w`; ASCII only, as in Go.
pub(super) fn perl(letter: u8) -> Option<&'static [(u32, u32)]> {
    Some(match letter.to_ascii_lowercase() {
        b'd' => &[(0x30, 0x39)],
        b's' => &[(0x9, 0xa), (0xc, 0xd), (0x20, 0x20)],
        b'w' => &[(0x30, 0x39), (0x41, 0x5a), (0x5f, 0x5f), (0x61, 0x7a)],
        _ => return None,
    })
}

/// The set behind the name of a POSIX class.
pub(super) fn posix(name: &str) -> Option<&'static [(u32, u32)]> {
    Some(match name {
        "alnum" => &[(0x30, 0x39), (0x41, 0x5a), (0x61, 0x7a)],
        "alpha" => &[(0x41, 0x5a), (0x61, 0x7a)],
        "ascii" => &[(0, 0x7f)],
        "blank" => &[(0x9, 0x9), (0x20, 0x20)],
        "cntrl" => &[(0, 0x1f), (0x7f, 0x7f)],
        "digit" => &[(0x30, 0x39)],
        "graph" => &[(0x21, 0x7e)],
        "lower" => &[(0x61, 0x7a)],
        "print" => &[(0x20, 0x7e)],
        "punct" => &[(0x21, 0x2f), (0x3a, 0x40), (0x5b, 0x60), (0x7b, 0x7e)],
        "space" => &[(0x9, 0xd), (0x20, 0x20)],
        "upper" => &[(0x41, 0x5a)],
        "word" => &[(0x30, 0x39), (0x41, 0x5a), (0x5f, 0x5f), (0x61, 0x7a)],
        "xdigit" => &[(0x30, 0x39), (0x41, 0x46), (0x61, 0x66)],
        _ => return None,
    })
}

/// What a name stands for: its set, whether letters of other cases belong to it when case is ignored, and whether the
/// name means everything else.
pub(super) struct NamedClass {
    pub ranges: Ranges,
    pub folds: bool,
    pub negated: bool,
}

impl NamedClass {
    /// A plain set.
    pub fn of(ranges: &[(u32, u32)]) -> Self {
        Self { ranges: ranges.to_vec(), folds: true, negated: false }
    }
}

/// Finds a Unicode class by its canonical name (`unicodeTable`).
pub(super) fn unicode(name: &str) -> Option<NamedClass> {
    let whole = |ranges| Some(NamedClass { ranges, folds: true, negated: false });
    match name {
        "Any" => return whole(vec![(0, super::ranges::MAX_RUNE)]),
        "Ascii" => return whole(vec![(0, 0x7f)]),
        "Assigned" => return Some(NamedClass { ranges: category("Cn")?, folds: false, negated: true }),
        // Go's table of what folds into LC lacks its only entry.
        "Lc" | "Casedletter" => return Some(NamedClass { ranges: category("LC")?, folds: false, negated: false }),
        _ => {}
    }
    let key = category_alias(name).unwrap_or(name);
    let ranges = category(key).or_else(|| {
        let full = script_names().iter().find(|known| canonical(known) == name)?;
        script(full)
    });
    whole(ranges?)
}

/// The name of a Unicode class with one capital, then small letters, nothing between the words (`canonicalName`): case,
/// spaces, `-` and `_` don't matter.
pub(super) fn canonical(name: &str) -> String {
    let mut result = String::with_capacity(name.len());
    for character in name.chars().filter(|character| !matches!(character, '_' | '-' | ' ')) {
        let first = result.is_empty();
        result.push(if first { character.to_ascii_uppercase() } else { character.to_ascii_lowercase() });
    }
    result
}

/// The short name of a category (`unicode.CategoryAliases`).
fn category_alias(name: &str) -> Option<&'static str> {
    Some(match name {
        "Closepunctuation" => "Pe",
        "Combiningmark" | "Mark" => "M",
        "Connectorpunctuation" => "Pc",
        "Control" | "Cntrl" => "Cc",
        "Currencysymbol" => "Sc",
        "Dashpunctuation" => "Pd",
        "Decimalnumber" | "Digit" => "Nd",
        "Enclosingmark" => "Me",
        "Finalpunctuation" => "Pf",
        "Format" => "Cf",
        "Initialpunctuation" => "Pi",
        "Letter" => "L",
        "Letternumber" => "Nl",
        "Lineseparator" => "Zl",
        "Lowercaseletter" => "Ll",
        "Mathsymbol" => "Sm",
        "Modifierletter" => "Lm",
        "Modifiersymbol" => "Sk",
        "Nonspacingmark" => "Mn",
        "Number" => "N",
        "Openpunctuation" => "Ps",
        "Other" => "C",
        "Otherletter" => "Lo",
        "Othernumber" => "No",
        "Otherpunctuation" => "Po",
        "Othersymbol" => "So",
        "Paragraphseparator" => "Zp",
        "Privateuse" => "Co",
        "Punctuation" | "Punct" => "P",
        "Separator" => "Z",
        "Spaceseparator" => "Zs",
        "Spacingmark" => "Mc",
        "Surrogate" => "Cs",
        "Symbol" => "S",
        "Titlecaseletter" => "Lt",
        "Unassigned" => "Cn",
        "Uppercaseletter" => "Lu",
        _ => return None,
    })
}
