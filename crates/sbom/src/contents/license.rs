//! A chart's licence: what the annotation `artifacthub.io/license` says, else what its file `LICENSE` is
//! (SPDX 2.3, annexes A and D).

use ::spdx::{Expression, ParseMode};
use chart::Chart;
use hub::annotations::LICENSE;
use hub::ingest::{DetectedLicense, detected_license};

use crate::clean;

/// Longer texts are no expressions.
const MAX_EXPRESSION: usize = 512;
/// Bytes of a file that are looked at.
const MAX_FILE: usize = 64 * 1024;
const FILES: [&str; 4] = ["LICENSE", "LICENSE.txt", "LICENSE.md", "COPYING"];

/// A licence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum License {
    /// Nothing is known.
    #[default]
    Unknown,
    /// One licence of SPDX's list, by its id.
    Id(String),
    /// An expression of such licences.
    Expression(String),
    /// Something else, as it is called.
    Named(String),
}

impl License {
    /// The licence that a text names. Ids are compared without regard to case, as SPDX asks.
    pub(crate) fn named(text: &str) -> Self {
        let Some(text) = clean::some(text) else { return Self::Unknown };
        if let Some(id) = id(&text) {
            return Self::Id(id.to_owned());
        }
        let mode = ParseMode { allow_deprecated: true, ..ParseMode::STRICT };
        let parsed = (text.len() <= MAX_EXPRESSION).then(|| Expression::parse_mode(&text, mode).ok()).flatten();
        // A reference to a licence that nobody defines says no more than its name.
        let is_known = |parsed: &Expression| {
            let is_listed = |name: &str| id(name).is_some();
            let names = |text: &str| text.contains("Ref-");
            let mut parts = parsed.requirements().map(|part| &part.req);
            parts.all(|part| part.license.id().is_some_and(|id| is_listed(id.name)) && !names(&part.to_string()))
        };
        if parsed.as_ref().is_some_and(is_known) { Self::Expression(text) } else { Self::Named(text) }
    }
}

/// The id of SPDX's list that differs from the text in case at most.
fn id(text: &str) -> Option<&'static str> {
    let is_listed = |id: &&'static str| !matches!(*id, "NONE" | "NOASSERTION");
    let exact = ::spdx::license_id(text).map(|found| found.name);
    let any = || {
        let listed = ::spdx::identifiers::LICENSES.iter().map(|license| license.name);
        listed.into_iter().find(|name| name.eq_ignore_ascii_case(text))
    };
    exact.or_else(any).filter(is_listed)
}

/// The licence of a chart.
pub(super) fn of(chart: &Chart) -> License {
    if let Some(text) = chart.metadata.annotations.get(LICENSE).filter(|text| !text.trim().is_empty()) {
        return License::named(text);
    }
    let file = FILES.iter().find_map(|name| chart.files.iter().find(|file| file.path == *name));
    let Some(file) = file else { return License::Unknown };
    match detected_license(file.data.get(..MAX_FILE).unwrap_or(&file.data)) {
        DetectedLicense::Sure(id) => License::Id(id.to_owned()),
        DetectedLicense::Tied(ids) => ids.last().map_or(License::Unknown, |name| License::Named((*name).to_owned())),
        DetectedLicense::Unknown => License::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::License;

    #[test]
    fn texts_are_ids_expressions_or_names() {
        let id = |text: &str| License::Id(text.to_owned());
        assert_eq!(License::named("Apache-2.0"), id("Apache-2.0"));
        assert_eq!(License::named(" mit "), id("MIT"));
        assert_eq!(License::named("GPL-3.0"), id("GPL-3.0"));
        assert_eq!(License::named("MIT OR Apache-2.0"), License::Expression("MIT OR Apache-2.0".to_owned()));
        for other in [
            "Apache License 2.0",
            "Proprietary",
            "MIT AND",
            "LicenseRef-x",
            "NOASSERTION",
            "MIT OR LicenseRef-y",
            "NONE",
        ] {
            assert_eq!(License::named(other), License::Named(other.to_owned()));
        }
        assert_eq!(License::named("\u{7}"), License::Unknown);
    }
}
