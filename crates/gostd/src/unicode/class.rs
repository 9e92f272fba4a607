//! General categories and scripts by name, as sets of code points.

use super::{category_table, script_table};

/// Ascending ranges of code points, both ends included.
pub(crate) type Ranges = Vec<(u32, u32)>;

/// The code points of a general category such as `Lu`, `L` or `LC`.
pub(crate) fn category(name: &str) -> Option<Ranges> {
    let wanted = category_members(name)?;
    Some(runs(&category_table::CHANGES, 5, |index| wanted & (1 << index) != 0))
}

/// The code points of a script, named as Unicode does (`Old_Italic`).
pub(crate) fn script(name: &str) -> Option<Ranges> {
    let index = script_table::NAMES.iter().position(|known| *known == name)? as u32;
    Some(runs(&script_table::CHANGES, 8, |number| number == index + 1))
}

/// All scripts that Go knows.
pub(crate) fn script_names() -> &'static [&'static str] {
    &script_table::NAMES
}

/// One bit for each two-letter category that belongs to the named one.
fn category_members(name: &str) -> Option<u32> {
    let mut members = 0;
    for (index, known) in category_table::NAMES.iter().enumerate() {
        let belongs = match name {
            "LC" => matches!(*known, "Ll" | "Lt" | "Lu"),
            _ => *known == name || (name.len() == 1 && known.starts_with(name)),
        };
        members |= u32::from(belongs) << index;
    }
    (members != 0).then_some(members)
}

/// Joins the runs of a table whose class is wanted.
fn runs(changes: &[u32], class_bits: u32, wanted: impl Fn(u32) -> bool) -> Ranges {
    let mut ranges = Ranges::new();
    for (index, change) in changes.iter().enumerate() {
        let start = change >> class_bits;
        if !wanted(change & ((1 << class_bits) - 1)) {
            continue;
        }
        let end = changes.get(index + 1).map_or(0x10_ffff, |next| (next >> class_bits) - 1);
        match ranges.last_mut() {
            Some(last) if last.1 + 1 == start => last.1 = end,
            _ => ranges.push((start, end)),
        }
    }
    ranges
}
