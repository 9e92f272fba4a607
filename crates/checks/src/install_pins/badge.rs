//! The badge that helm-docs puts above a README: `![Version: 1.2.3](https://img.shields.io/badge/Version-1.2.3-…)`.

use goyaml::Position;

use super::{Pin, column, line_number};

const BEGIN: &str = "![Version: ";
const URL: &str = "](https://img.shields.io/badge/Version-";

/// The versions that badges show. Versions whose URL spells them otherwise are left out.
pub(super) fn pins(lines: &[&str]) -> Vec<Pin> {
    let found = lines.iter().enumerate().filter_map(|(index, line)| {
        let start = line.find(BEGIN)? + BEGIN.len();
        let version = line.get(start..)?.split(']').next()?;
        let again = start + version.len() + URL.len();
        let url = line.get(start + version.len()..)?.strip_prefix(URL)?;
        let is_same = url.strip_prefix(version).is_some_and(|rest| rest.starts_with('-'));
        let place = |byte: usize| Position { line: line_number(index), column: column(line, byte) };
        let plain = !version.contains(['-', '_', '+']);
        (is_same && plain).then(|| Pin {
            words: format!("{BEGIN}{version}]"),
            version: version.to_owned(),
            places: vec![place(start), place(again)],
        })
    });
    found.collect()
}
