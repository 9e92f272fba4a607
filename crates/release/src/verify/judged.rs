//! What a verification says about one object.

use oci::Digest;
use serde::Serialize;

/// Most letters of a stranger's text in one line of evidence.
const SHOWN: usize = 600;

/// How an object was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// It is what it should be, and that was proven.
    Verified,
    /// It is there and agrees with the rest, but nothing proves whose it is.
    Present,
    /// It is not there, and need not be.
    Absent,
    /// Something that a reader may stumble over, or that belongs to somebody else.
    Warning,
    /// It is not what it should be, or is missing and must be there.
    Failed,
}

/// One line of evidence: an object and its verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Judged {
    /// What it is: `signature bundle`.
    pub what: String,
    /// Its digest, where it is an object of the registry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// The verdict.
    pub verdict: Verdict,
    /// What was found; of what failed also what was expected.
    pub detail: String,
    /// How to mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl Judged {
    /// A verdict about an object. Texts of strangers are cut and cleaned.
    pub fn new(verdict: Verdict, what: impl Into<String>, digest: Option<&Digest>, detail: impl AsRef<str>) -> Self {
        Self {
            what: what.into(),
            digest: digest.map(ToString::to_string),
            verdict,
            detail: shown(detail.as_ref()),
            hint: None,
        }
    }

    /// It is what it should be.
    pub fn verified(what: impl Into<String>, digest: Option<&Digest>, detail: impl AsRef<str>) -> Self {
        Self::new(Verdict::Verified, what, digest, detail)
    }

    /// It is there, unproven.
    pub fn present(what: impl Into<String>, digest: Option<&Digest>, detail: impl AsRef<str>) -> Self {
        Self::new(Verdict::Present, what, digest, detail)
    }

    /// It is not there.
    pub fn absent(what: impl Into<String>, detail: impl AsRef<str>) -> Self {
        Self::new(Verdict::Absent, what, None, detail)
    }

    /// It should be known.
    pub fn warning(what: impl Into<String>, digest: Option<&Digest>, detail: impl AsRef<str>) -> Self {
        Self::new(Verdict::Warning, what, digest, detail)
    }

    /// It is not what it should be.
    pub fn failed(what: impl Into<String>, digest: Option<&Digest>, detail: impl AsRef<str>) -> Self {
        Self::new(Verdict::Failed, what, digest, detail)
    }

    /// The same with advice.
    #[must_use]
    pub fn hint(self, hint: Option<impl Into<String>>) -> Self {
        Self { hint: hint.map(Into::into), ..self }
    }

    /// The object and what is wrong with it, in one line.
    pub fn sentence(&self) -> String {
        let digest = self.digest.as_ref().map(|digest| format!(" {digest}")).unwrap_or_default();
        format!("{}{digest}: {}", self.what, self.detail)
    }
}

/// A stranger's text as it may be printed.
pub(super) fn shown(text: &str) -> String {
    let mut letters = text.chars().map(|one| if one.is_control() { ' ' } else { one });
    let mut kept: String = letters.by_ref().take(SHOWN).collect();
    if letters.next().is_some() {
        kept.push('…');
    }
    kept
}

/// One numbered step of the recipe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// Its number in the recipe.
    pub number: u8,
    /// What it is about.
    pub name: &'static str,
    /// What it found, object by object.
    pub objects: Vec<Judged>,
}
