//! The embedded schemas.
//!
//! `data/kinds.zlib` is a text, packed by zlib. It holds every version at once: what exists in some versions only says in
//! which. Versions are a number in hexadecimal, bit 0 being [`OLDEST`](crate::OLDEST). Its lines, with `→` for a tab:
//!
//! * `kinds 1 29 37`: the form and the versions.
//! * `eAlways→IfNotPresent→Never`: an enumeration; they are counted from 0.
//! * `kapps/v1→Deployment→7→1ff`: a kind, the number of its definition, and its versions. Sorted.
//! * `dapps.v1.DeploymentSpec`: a definition; they are counted from 0. Its fields follow, sorted by name:
//! * ` replicas→I→1ff`: a field, its type, and its versions if they are not those of the definition. A field whose type
//!   differs between versions has several lines.
//!
//! A type is letters: `s` text, `e3` text of an enumeration, `y` base64, `I` and `L` integers of 32 and 64 bits, `f`
//! float, `b` boolean, `q` quantity, `p` integer or text, `t` and `u` times, `a` anything, `o` any object, `r12` a
//! definition, `[` a list, `[=` a set, `[(name)` a list whose items have a key, `{` a map; behind the last three stands
//! the type of their items. `!` at the end means required, `*` that an empty text is refused; elsewhere an
//! enumeration takes it for none.
//!
//! Unpacking and looking over the lines takes a fraction of a millisecond; the fields of a definition are read when an
//! object needs them.

mod definition;

use std::io::Read;
use std::sync::LazyLock;

use flate2::read::ZlibDecoder;

pub(crate) use definition::{Definition, Field, Items, Type};

use crate::Versions;

const PACKED: &[u8] = include_bytes!("../../data/kinds.zlib");
/// The unpacked text is far below; the file is ours, so this only bounds what a broken build would read.
const MAX_TEXT: u64 = 8 << 20;

/// Everything, read once.
pub(crate) static DATA: LazyLock<Data> = LazyLock::new(|| Data::read(unpacked()));

/// Kinds and definitions of all versions.
#[derive(Default)]
pub(crate) struct Data {
    enums: Vec<&'static str>,
    kinds: Vec<Kind>,
    definitions: Vec<Definition>,
}

/// A kind in some versions.
struct Kind {
    api_version: &'static str,
    kind: &'static str,
    definition: usize,
    versions: Versions,
}

fn unpacked() -> &'static str {
    let mut text = String::new();
    match ZlibDecoder::new(PACKED).take(MAX_TEXT).read_to_string(&mut text) {
        Ok(_) => text.leak(),
        // A test shows that the file can be read.
        Err(_) => "",
    }
}

impl Data {
    fn read(text: &'static str) -> Self {
        let mut data = Self::default();
        let mut rest = text;
        while let Some((line, behind)) = rest.split_once('\n') {
            match line.split_at_checked(1) {
                Some(("e", values)) => data.enums.push(values),
                Some(("d", name)) => {
                    let end = end_of_fields(behind);
                    let (fields, others) = behind.split_at_checked(end).unwrap_or((behind, ""));
                    data.definitions.push(Definition::new(name, fields));
                    rest = others;
                    continue;
                }
                Some(("k", row)) if line.contains('\t') => data.kinds.extend(kind(row)),
                _ => {}
            }
            rest = behind;
        }
        data
    }

    /// The definitions of a kind, each with its versions.
    pub(crate) fn of_kind(&self, api_version: &str, kind: &str) -> impl Iterator<Item = (&Definition, Versions)> {
        let rows = self.rows(api_version, kind);
        rows.iter().filter_map(|row| Some((self.definition(row.definition)?, row.versions)))
    }

    fn rows(&self, api_version: &str, kind: &str) -> &[Kind] {
        let wanted = (api_version, kind);
        let start = self.kinds.partition_point(|row| (row.api_version, row.kind) < wanted);
        let end = self.kinds.partition_point(|row| (row.api_version, row.kind) <= wanted);
        self.kinds.get(start..end).unwrap_or_default()
    }

    pub(crate) fn definition(&self, number: usize) -> Option<&Definition> {
        self.definitions.get(number)
    }

    /// The values of an enumeration, sorted.
    pub(crate) fn values(&self, number: usize) -> impl Iterator<Item = &'static str> + Clone {
        self.enums.get(number).copied().unwrap_or_default().split('\t')
    }

    #[cfg(test)]
    pub(crate) fn all_kinds(&self) -> impl Iterator<Item = (&'static str, &'static str, Versions)> {
        self.kinds.iter().map(|row| (row.api_version, row.kind, row.versions))
    }

    #[cfg(test)]
    pub(crate) fn all_definitions(&self) -> &[Definition] {
        &self.definitions
    }
}

/// Where the lines of fields end that a text begins with.
fn end_of_fields(text: &str) -> usize {
    if !text.starts_with(' ') {
        return 0;
    }
    let starts = text.match_indices('\n').map(|(at, _)| at + 1);
    starts.into_iter().find(|start| !text.get(*start..).unwrap_or_default().starts_with(' ')).unwrap_or(text.len())
}

fn kind(row: &'static str) -> Option<Kind> {
    let mut parts = row.split('\t');
    let (api_version, kind) = (parts.next()?, parts.next()?);
    let definition = parts.next()?.parse().ok()?;
    let versions = Versions::from_bits(u16::from_str_radix(parts.next()?, 16).ok()?);
    Some(Kind { api_version, kind, definition, versions })
}

/// The versions of Kubernetes that have a kind.
pub fn versions_of(api_version: &str, kind: &str) -> Versions {
    DATA.rows(api_version, kind).iter().fold(Versions::default(), |all, row| all.or(row.versions))
}

/// Whether a group is one of Kubernetes' own: `apps`, but not `example.com`. Nobody else can define kinds in it.
pub fn has_group(api_version: &str) -> bool {
    let group = group(api_version);
    DATA.kinds.iter().any(|row| self::group(row.api_version) == group)
}

/// The API versions of the same group under which a kind is known, with the versions of Kubernetes that have them. The
/// most stable one comes first.
pub fn elsewhere(api_version: &str, kind: &str) -> Vec<(&'static str, Versions)> {
    let of_group = DATA.kinds.iter().filter(|row| row.kind == kind && group(row.api_version) == group(api_version));
    let mut found: Vec<_> = of_group.map(|row| (row.api_version, row.versions)).collect();
    found.sort_by_key(|(api_version, _)| (api_version.contains("alpha"), api_version.contains("beta")));
    found
}

/// The group of an API version; that of `v1` is empty.
fn group(api_version: &str) -> &str {
    api_version.split_once('/').map_or("", |(group, _)| group)
}
