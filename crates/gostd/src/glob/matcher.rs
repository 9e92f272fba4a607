//! The matchers: whether a text matches as a whole, and how long a match is.

use super::tree::Tree;
use crate::budget::Budget;
use crate::utf8::{decode_rune, find, runes};

/// What it costs to ask a matcher.
const MATCHER_UNITS: u64 = 8;

/// Something that matches texts. Lengths are in characters; `None` means that they vary.
#[derive(Debug, Clone)]
pub(super) enum Matcher {
    /// The empty text.
    Nothing,
    /// Any text.
    Super,
    /// A text without these characters.
    Any(Vec<char>),
    /// One character except these. Alone it also matches the empty text, as in the Go package.
    Single(Vec<char>),
    /// One of these characters, or one except these.
    List { characters: Vec<char>, negated: bool },
    /// One character between these, or one except those.
    Range { low: char, high: char, negated: bool },
    /// Exactly this text.
    Text(String),
    /// A text that begins so.
    Prefix(String),
    /// A text that ends so.
    Suffix(String),
    /// A text that begins and ends so; the two may overlap.
    PrefixSuffix { prefix: String, suffix: String },
    /// This text and then anything without these characters.
    PrefixAny { prefix: String, separators: Vec<char> },
    /// Anything without these characters and then this text.
    SuffixAny { suffix: String, separators: Vec<char> },
    /// A text that holds this one, or one that doesn't.
    Contains { needle: String, negated: bool },
    /// At least so many characters.
    Min(usize),
    /// At most so many characters.
    Max(usize),
    /// A text that satisfies all.
    EveryOf(Vec<Matcher>),
    /// A text that satisfies one.
    AnyOf(Vec<Matcher>),
    /// Matchers one after the other, each with its length.
    Row { length: usize, matchers: Vec<(usize, Matcher)> },
    /// A matcher with others before and after it.
    Tree(Box<Tree>),
}

impl Matcher {
    /// How many characters every match has.
    pub(super) fn length(&self) -> Option<usize> {
        match self {
            Self::Nothing => Some(0),
            Self::Single(_) | Self::List { .. } | Self::Range { .. } => Some(1),
            Self::Text(text) => Some(text.chars().count()),
            Self::Row { length, .. } => Some(*length),
            Self::Tree(tree) => tree.length(),
            Self::AnyOf(matchers) => length_of_alternatives(matchers),
            _ => None,
        }
    }

    /// Spends what it costs to look through a text; says whether anything is left.
    pub(super) fn spend(&self, text: &[u8], budget: &Budget) -> bool {
        let each = match self {
            Self::List { characters, .. } => characters.len() / 8,
            Self::Text(wanted) | Self::Prefix(wanted) | Self::Suffix(wanted) => wanted.len() / 16,
            Self::PrefixAny { prefix: wanted, .. } | Self::SuffixAny { suffix: wanted, .. } => wanted.len() / 16,
            Self::PrefixSuffix { prefix, suffix } => (prefix.len() + suffix.len()) / 16,
            Self::Contains { needle, .. } => needle.len() / 16,
            _ => 0,
        };
        budget.take(MATCHER_UNITS + (text.len() * (1 + each)) as u64)
    }

    /// Whether the whole text matches; if the budget is exhausted, that means nothing.
    pub(super) fn matches(&self, text: &[u8], budget: &Budget) -> bool {
        if !self.spend(text, budget) {
            return false;
        }
        match self {
            Self::Nothing => text.is_empty(),
            Self::Super => true,
            Self::Any(separators) => find_any(text, separators).is_none(),
            Self::Single(_) | Self::List { .. } | Self::Range { .. } => {
                let (character, width) = decode_rune(text);
                text.len() <= width && self.takes(character)
            }
            Self::Text(wanted) => text == wanted.as_bytes(),
            Self::Prefix(prefix) => text.starts_with(prefix.as_bytes()),
            Self::Suffix(suffix) => text.ends_with(suffix.as_bytes()),
            Self::PrefixSuffix { prefix, suffix } => {
                text.starts_with(prefix.as_bytes()) && text.ends_with(suffix.as_bytes())
            }
            Self::PrefixAny { prefix, separators } => {
                text.strip_prefix(prefix.as_bytes()).is_some_and(|rest| find_any(rest, separators).is_none())
            }
            Self::SuffixAny { suffix, separators } => {
                text.strip_suffix(suffix.as_bytes()).is_some_and(|rest| find_any(rest, separators).is_none())
            }
            Self::Contains { needle, negated } => find(text, needle.as_bytes()).is_some() != *negated,
            Self::Min(limit) => runes(text).count() >= *limit,
            Self::Max(limit) => runes(text).count() <= *limit,
            Self::EveryOf(matchers) => matchers.iter().all(|matcher| matcher.matches(text, budget)),
            Self::AnyOf(matchers) => matchers.iter().any(|matcher| matcher.matches(text, budget)),
            Self::Row { length, matchers } => runes(text).count() == *length && row_begins(matchers, text, budget),
            Self::Tree(tree) => tree.matches(text, budget),
        }
    }

    /// Whether a matcher of one character takes this one; others take none.
    pub(super) fn takes(&self, character: char) -> bool {
        match self {
            Self::Single(excluded) => !excluded.contains(&character),
            Self::List { characters, negated } => characters.contains(&character) != *negated,
            Self::Range { low, high, negated } => (*low..=*high).contains(&character) != *negated,
            _ => false,
        }
    }
}

/// The length all alternatives share. Alternatives of varying length are overlooked as long as they come first, as in
/// the Go package: `{*.yaml,one}` counts as three characters long.
fn length_of_alternatives(matchers: &[Matcher]) -> Option<usize> {
    let mut shared = None;
    for matcher in matchers {
        let length = matcher.length();
        if shared.is_none() {
            shared = length;
        } else if length != shared {
            return None;
        }
    }
    shared
}

/// Whether the text begins with matches of all, each as long as its matcher says. A piece ends one byte behind the
/// start of its last character, which cuts every character outside of ASCII, as the Go package does.
pub(super) fn row_begins(matchers: &[(usize, Matcher)], text: &[u8], budget: &Budget) -> bool {
    let mut rest = text;
    for (wanted, matcher) in matchers {
        let (mut last, mut count) = (0, 0);
        for (start, _) in runes(rest) {
            last = start;
            count += 1;
            if count == *wanted {
                break;
            }
        }
        let Some((piece, after)) = rest.split_at_checked(last + 1) else { return false };
        if count < *wanted || !matcher.matches(piece, budget) {
            return false;
        }
        rest = after;
    }
    true
}

/// Where one of the characters stands. The characters are looked for in turn, so this is the first place of the first
/// of them that occurs at all.
pub(super) fn find_any(text: &[u8], characters: &[char]) -> Option<usize> {
    characters.iter().find_map(|character| find(text, character.encode_utf8(&mut [0; 4]).as_bytes()))
}
