//! Identifiers within one document: legal, unique, and the same in every run.

use std::collections::{HashMap, HashSet};

/// The longest identifier before its number.
const MAX_LENGTH: usize = 160;

/// Gives out identifiers.
#[derive(Default)]
pub(crate) struct Ids {
    taken: HashSet<String>,
    next: HashMap<String, u64>,
}

impl Ids {
    /// An identifier of letters, digits, dots and dashes that looks like `wanted`; what would be there twice gets a
    /// number.
    pub(crate) fn take(&mut self, wanted: &str) -> String {
        let legal = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' };
        let plain: String = wanted.chars().take(MAX_LENGTH).map(legal).collect();
        self.unique(plain)
    }

    /// An identifier that is `wanted` unless that is taken.
    pub(crate) fn unique(&mut self, wanted: String) -> String {
        if self.taken.insert(wanted.clone()) {
            return wanted;
        }
        let next = self.next.entry(wanted.clone()).or_insert(2);
        loop {
            let numbered = format!("{wanted}-{next}");
            *next = next.saturating_add(1);
            if self.taken.insert(numbered.clone()) {
                return numbered;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_identifiers_are_numbered() {
        let mut ids = Ids::default();
        let given: Vec<String> = ["a/b", "a b", "a-b-2", "a_b", "é"].iter().map(|text| ids.take(text)).collect();
        assert_eq!(given, ["a-b", "a-b-2", "a-b-2-2", "a-b-3", "-"]);
    }
}
