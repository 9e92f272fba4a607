//! Names that two definitions of one group both want.
//!
//! The server creates both, but serves the second one only as far as its names are free: its condition `NamesAccepted`
//! becomes false and `Established` never true (`pkg/controller/status` of `k8s.io/apiextensions-apiserver`).

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use crate::definition::{Definition, Names};

/// Which name is taken, as the reason of the condition says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// `names.plural`
    Plural,
    /// `names.singular`
    Singular,
    /// One of `names.shortNames`.
    ShortNames,
    /// `names.kind`
    Kind,
    /// `names.listKind`
    ListKind,
}

impl Reason {
    /// The reason in the condition (`PluralConflict`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Plural => "PluralConflict",
            Self::Singular => "SingularConflict",
            Self::ShortNames => "ShortNamesConflict",
            Self::Kind => "KindConflict",
            Self::ListKind => "ListKindConflict",
        }
    }
}

/// A name that an earlier definition has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// Which definition does not get it.
    pub index: usize,
    /// Which one has it.
    pub owner: usize,
    /// Where it stands.
    pub reason: Reason,
    /// The name.
    pub name: String,
}

impl Clash {
    /// The condition's text.
    #[must_use]
    pub fn message(&self) -> String {
        format!("{} is already in use", gostd::strconv::quote(&self.name))
    }
}

/// The names of a group that are taken, and who took them.
#[derive(Default)]
struct Taken {
    resources: BTreeMap<String, usize>,
    kinds: BTreeMap<String, usize>,
}

/// The clashes of definitions that are created in this order, their defaults filled in. One that has the name of an earlier
/// one is the same object and is not looked at.
#[must_use]
pub fn find<D: Borrow<Definition>>(definitions: &[D]) -> Vec<Clash> {
    let mut groups: BTreeMap<&str, Taken> = BTreeMap::new();
    let mut objects = BTreeSet::new();
    let mut clashes = Vec::new();
    for (index, definition) in definitions.iter().map(Borrow::borrow).enumerate() {
        if !objects.insert((&definition.group, &definition.names.plural)) {
            continue;
        }
        let taken = groups.entry(&definition.group).or_default();
        let found = clashes_of(index, &definition.names, taken);
        take(index, &definition.names, &found, taken);
        clashes.extend(found);
    }
    clashes
}

fn clashes_of(index: usize, names: &Names, taken: &Taken) -> Vec<Clash> {
    let wanted = wanted(names);
    wanted
        .into_iter()
        .filter_map(|(reason, name)| {
            let owner = *pool(taken, reason).get(name)?;
            Some(Clash { index, owner, reason, name: name.clone() })
        })
        .collect()
}

fn wanted(names: &Names) -> Vec<(Reason, &String)> {
    let mut wanted = vec![(Reason::Plural, &names.plural), (Reason::Singular, &names.singular)];
    wanted.extend(names.short_names.iter().map(|name| (Reason::ShortNames, name)));
    wanted.extend([(Reason::Kind, &names.kind), (Reason::ListKind, &names.list_kind)]);
    wanted
}

fn pool(taken: &Taken, reason: Reason) -> &BTreeMap<String, usize> {
    match reason {
        Reason::Plural | Reason::Singular | Reason::ShortNames => &taken.resources,
        Reason::Kind | Reason::ListKind => &taken.kinds,
    }
}

/// What is free is taken even if other names are not; short names all or none.
fn take(index: usize, names: &Names, clashes: &[Clash], taken: &mut Taken) {
    let refused: BTreeSet<Reason> = clashes.iter().map(|clash| clash.reason).collect();
    for (reason, name) in wanted(names) {
        if refused.contains(&reason) {
            continue;
        }
        let pool = match reason {
            Reason::Plural | Reason::Singular | Reason::ShortNames => &mut taken.resources,
            Reason::Kind | Reason::ListKind => &mut taken.kinds,
        };
        pool.entry(name.clone()).or_insert(index);
    }
}
