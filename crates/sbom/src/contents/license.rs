//! A chart's licence: what the annotation `artifacthub.io/license` says, else what its file `LICENSE` is
//! (SPDX 2.3, annexes A and D).

use std::collections::HashMap;
use std::sync::LazyLock;

use ::spdx::{Expression, LicenseItem, LicenseReq, ParseMode};
use chart::Chart;
use hub::annotations::LICENSE;
use hub::ingest::{DetectedLicense, detected_license};

use crate::clean;

/// Longer texts are no expressions.
const MAX_EXPRESSION: usize = 8_192;
/// What references to licences that are not in SPDX's list begin with.
const REFERENCE: &str = "LicenseRef-";
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
    /// An expression of such licences, and of references (`LicenseRef-…`) to others.
    Expression(String),
    /// Something else, as it is called.
    Named(String),
}

impl License {
    /// The licence that a text names. Ids are compared without regard to case, as SPDX asks.
    pub(crate) fn named(text: &str) -> Self {
        let Some(text) = clean::some(text) else { return Self::Unknown };
        let written = with_terms(&text, term);
        if let Some(id) = id(&written) {
            return Self::Id(id.to_owned());
        }
        let mode = ParseMode { allow_deprecated: true, ..ParseMode::STRICT };
        let parsed = (text.len() <= MAX_EXPRESSION).then(|| Expression::parse_mode(&written, mode).ok()).flatten();
        let is_known = |parsed: &Expression| parsed.requirements().all(|part| is_known(&part.req));
        if parsed.as_ref().is_some_and(is_known) { Self::Expression(written) } else { Self::Named(text) }
    }

    /// What it refers to beyond SPDX's list: `LicenseRef-…`.
    pub(crate) fn references(&self) -> impl Iterator<Item = &str> {
        let text = if let Self::Expression(text) = self { text.as_str() } else { "" };
        text.split([' ', '(', ')']).filter(|term| term.starts_with(REFERENCE))
    }

    /// The same with other references.
    pub(crate) fn with_references(&self, mut name: impl FnMut(&str) -> String) -> Self {
        let Self::Expression(text) = self else { return self.clone() };
        let term = |term: &str| if term.starts_with(REFERENCE) { name(term) } else { term.to_owned() };
        Self::Expression(with_terms(text, term))
    }
}

/// An expression with other terms between its parentheses.
fn with_terms(text: &str, term: impl FnMut(&str) -> String) -> String {
    let spaced = text.replace('(', " ( ").replace(')', " ) ");
    let terms: Vec<String> = spaced.split_whitespace().map(term).collect();
    terms.join(" ").replace("( ", "(").replace(" )", ")")
}

/// A term as SPDX's list has it. `+` behind one of GNU's licences is deprecated (SPDX 2.3, annex A.3): they have ids for
/// later versions.
fn term(text: &str) -> String {
    if ["and", "or", "with"].contains(&text) {
        return text.to_uppercase();
    }
    let Some(base) = text.strip_suffix('+') else { return id(text).unwrap_or(text).to_owned() };
    let base = id(base).unwrap_or(base);
    let is_gnu = ["GPL-", "LGPL-", "AGPL-", "GFDL-"].iter().any(|family| base.starts_with(family));
    let later = Some(format!("{base}-or-later")).filter(|later| is_gnu && id(later).is_some());
    later.unwrap_or_else(|| format!("{base}+"))
}

/// Whether a part of an expression is one of SPDX's list, or a reference within the document, and so is its exception.
fn is_known(part: &LicenseReq) -> bool {
    let is_plain = |text: &str| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-.".contains(&byte);
        !text.is_empty() && text.bytes().all(allowed)
    };
    let is_known = match &part.license {
        LicenseItem::Spdx { id: listed, .. } => id(listed.name).is_some(),
        LicenseItem::Other(other) => other.doc_ref.is_none() && is_plain(&other.lic_ref),
    };
    is_known && part.addition.as_ref().is_none_or(|addition| addition.id().is_some())
}

/// The ids of SPDX's list in lower case, and as they are written.
static IDS: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
    let listed = ::spdx::identifiers::LICENSES.iter().map(|license| license.name);
    let listed = listed.filter(|name| !matches!(*name, "NONE" | "NOASSERTION"));
    listed.map(|name| (name.to_ascii_lowercase(), name)).collect()
});

/// The id of SPDX's list that differs from the text in case at most.
fn id(text: &str) -> Option<&'static str> {
    IDS.get(&text.to_ascii_lowercase()).copied()
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
        let expression = |text: &str| License::Expression(text.to_owned());
        assert_eq!(License::named("MIT OR Apache-2.0"), expression("MIT OR Apache-2.0"));
        assert_eq!(License::named("( mit and  apache-2.0)"), expression("(MIT AND Apache-2.0)"));
        for other in [
            "Apache License 2.0",
            "Proprietary",
            "MIT AND",
            "NOASSERTION",
            "NONE",
            "MIT OR Foo",
            "Foo+",
            "GPL-3.0-only+",
            "LicenseRef-",
            "LicenseRef-a_b",
            "DocumentRef-x:LicenseRef-y",
            "MIT WITH AdditionRef-x",
        ] {
            assert_eq!(License::named(other), License::Named(other.to_owned()));
        }
        assert_eq!(License::named("\u{7}"), License::Unknown);
    }

    #[test]
    fn later_versions_are_written_as_spdx_has_them() {
        for (given, id) in [
            ("GPL-3.0+", "GPL-3.0-or-later"),
            ("lgpl-2.1+", "LGPL-2.1-or-later"),
            ("AGPL-3.0+", "AGPL-3.0-or-later"),
            ("GFDL-1.3+", "GFDL-1.3-or-later"),
        ] {
            assert_eq!(License::named(given), License::Id(id.to_owned()));
        }
        for (given, expression) in [
            ("Apache-2.0+", "Apache-2.0+"),
            ("GPL-2.0+ AND MIT", "GPL-2.0-or-later AND MIT"),
            ("(GPL-2.0+ WITH Classpath-exception-2.0)", "(GPL-2.0-or-later WITH Classpath-exception-2.0)"),
        ] {
            assert_eq!(License::named(given), License::Expression(expression.to_owned()));
        }
    }

    #[test]
    fn references_stay_in_expressions() {
        for text in ["LicenseRef-x", "MIT OR LicenseRef-Foo", "LicenseRef-a AND (MIT OR LicenseRef-b.1)"] {
            assert_eq!(License::named(text), License::Expression(text.to_owned()));
        }
        let license = License::named("LicenseRef-a AND (MIT OR LicenseRef-b.1)");
        assert_eq!(license.references().collect::<Vec<_>>(), ["LicenseRef-a", "LicenseRef-b.1"]);
        let renamed = license.with_references(|name| format!("{name}-2"));
        assert_eq!(renamed, License::named("LicenseRef-a-2 AND (MIT OR LicenseRef-b.1-2)"));
        let long = vec!["LicenseRef-a"; 200].join(" OR ");
        assert_eq!(License::named(&long), License::Expression(long));
    }
}
