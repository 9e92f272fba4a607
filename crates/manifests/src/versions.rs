//! Sets of Kubernetes' versions.

/// The oldest minor version whose schemas are known: 1.29.
pub const OLDEST: u32 = 29;
/// The newest minor version whose schemas are known: 1.37.
pub const NEWEST: u32 = 37;

/// Consecutive versions from here on are written as a range.
const RANGE: usize = 3;

/// A set of minor versions from [`OLDEST`] to [`NEWEST`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Versions(u16);

impl Versions {
    /// Every version.
    pub const ALL: Self = Self((1 << (NEWEST - OLDEST + 1)) - 1);

    /// The set of some minor versions; those that are not known are left out.
    pub fn of(minors: impl IntoIterator<Item = u32>) -> Self {
        let known = minors.into_iter().filter(|minor| (OLDEST..=NEWEST).contains(minor));
        Self(known.fold(0, |bits, minor| bits | 1 << (minor - OLDEST)))
    }

    /// The set with these bits, the lowest being [`OLDEST`].
    pub(crate) fn from_bits(bits: u16) -> Self {
        Self(bits & Self::ALL.0)
    }

    /// Whether there is none in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those that are in both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those that are in one of both.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those that are not in the other.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The minor versions, the oldest first.
    pub fn minors(self) -> impl Iterator<Item = u32> {
        (OLDEST..=NEWEST).filter(move |minor| self.0 & (1 << (minor - OLDEST)) != 0)
    }

    /// `1.29–1.31, 1.34 and 1.37`
    pub fn words(self) -> String {
        let mut runs: Vec<Vec<u32>> = Vec::new();
        for minor in self.minors() {
            match runs.last_mut() {
                Some(run) if run.last() == Some(&(minor - 1)) => run.push(minor),
                _ => runs.push(vec![minor]),
            }
        }
        let words: Vec<String> = runs.iter().flat_map(|run| words_of(run)).collect();
        match words.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} and {last}", others.join(", ")),
            None => "none".to_owned(),
        }
    }
}

fn words_of(run: &[u32]) -> Vec<String> {
    match run {
        [first, .., last] if run.len() >= RANGE => vec![format!("1.{first}–1.{last}")],
        _ => run.iter().map(|minor| format!("1.{minor}")).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_collapse_what_follows_each_other() {
        for (minors, words) in [
            (vec![], "none"),
            (vec![31], "1.31"),
            (vec![31, 37], "1.31 and 1.37"),
            (vec![31, 32], "1.31 and 1.32"),
            (vec![29, 30, 31, 34, 37], "1.29–1.31, 1.34 and 1.37"),
            (vec![28, 29, 38], "1.29"),
        ] {
            assert_eq!(Versions::of(minors).words(), words);
        }
        assert_eq!(Versions::ALL.words(), "1.29–1.37");
    }
}
